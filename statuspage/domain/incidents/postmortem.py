"""What staff write of an incident when they know what happened: the sections of a postmortem.

Its figures and its timeline are not written, they are filled in from what was published.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from statuspage.domain.incidents.cause import Cause

MOST_ACTIONS = 20


@dataclass(frozen=True)
class PlannedAction:
    """Something that will be done about it, by somebody, by a time."""

    what: str
    owner: str
    due: datetime


@dataclass(frozen=True)
class Written:
    """The words of a postmortem, each in Markdown; sections that may be left out can be empty."""

    summary: str
    impact: str
    cause: Cause
    cause_words: str
    went_well: str
    went_badly: str
    actions: tuple[PlannedAction, ...]


@dataclass(frozen=True)
class Postmortem:
    """What is kept of a published one beside its words, which are an update of the incident."""

    incident: str  # its key
    cause: Cause
    at: datetime
