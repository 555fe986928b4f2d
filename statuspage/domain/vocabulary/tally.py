"""Tallies: published counts of what people said or answered, of which the rows stay private."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Tally:
    """How many gave each answer, as it was published last."""

    kind: str  # what was counted: "heard", "helped", "told", ...
    about: str  # what it is about: the slug of an outcome, the key of an incident, ...
    counts: Mapping[str, int]  # by answer
    at: datetime  # when it was published

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def tallies_topic(kind: str) -> str:
    """What pages rest on that say all tallies of a kind."""
    return f"tallies:{kind}"


def tally_topic(kind: str, about: str) -> str:
    """What pages rest on that say one tally."""
    return f"tally:{kind}/{about}"
