"""How many readers were sent the messages about one thing, and how many of those came back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SentSum:
    """Of readers alone: what staff send to channels of their own is none of it."""

    sent: int  # that were taken, those that came back later among them
    bounced: int


def sums_topic(incident: str) -> str:
    """What pages rest on that say how many were sent the words of an incident."""
    return f"sent:{incident}"
