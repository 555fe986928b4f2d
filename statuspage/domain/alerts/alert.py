"""An alert of another system, in one shape whoever sent it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class AlertWord:
    """What a sender says of one alert, once. What it never says is None."""

    fingerprint: str  # by which the sender knows it again
    is_firing: bool
    started_at: datetime | None
    at: datetime | None  # of the word; where it is over, the end
    title: str
    labels: Mapping[str, str]
    annotations: Mapping[str, str]
    url: str = ""
    left_out: int = 0  # further alerts of its group that the sender left out


@dataclass(frozen=True)
class Alert:
    """An alert as it is kept: one for each fingerprint and start."""

    sender: str
    fingerprint: str
    started_at: datetime
    ended_at: datetime | None
    heard_at: datetime  # the last word of it
    title: str
    labels: Mapping[str, str]
    annotations: Mapping[str, str]
    url: str
    left_out: int

    @property
    def is_firing(self) -> bool:
        return self.ended_at is None
