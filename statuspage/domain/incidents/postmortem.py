"""What staff write of an incident when they know what happened: the sections of a postmortem.

Its figures and its timeline are not written, they are filled in from what was published. Words and
figures are kept as data; headings and lists are made where it is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from statuspage.domain.incidents.cause import Cause
from statuspage.domain.incidents.clocks import Clocks

MOST_ACTIONS = 20
SECTIONS = ("summary", "impact", "cause_words", "went_well", "went_badly")
"""The texts of a postmortem by name, in their order."""


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
    look_again: datetime | None = None  # when somebody promises to look whether it came back


@dataclass(frozen=True)
class Sections:
    """What an update says that is a postmortem: texts in Markdown, and figures of its day.

    `html` has the clean rendering of each text by name. `actions` follow from the promises made
    with it.
    """

    cause: Cause
    summary: str = ""
    impact: str = ""
    cause_words: str = ""
    went_well: str = ""
    went_badly: str = ""
    clocks: Clocks | None = None
    html: Mapping[str, str] = field(default_factory=dict, compare=False)
    actions: tuple[PlannedAction, ...] = field(default=(), compare=False)

    @property
    def texts(self) -> dict[str, str]:
        """Those that are there, by name."""
        found = {name: str(getattr(self, name)) for name in SECTIONS}
        return {name: text for name, text in found.items() if text}

    def with_texts(self, texts: Mapping[str, str], html: Mapping[str, str]) -> Sections:
        """The same with some texts put otherwise, and their renderings."""
        return replace(
            self,
            summary=texts.get("summary", self.summary),
            impact=texts.get("impact", self.impact),
            cause_words=texts.get("cause_words", self.cause_words),
            went_well=texts.get("went_well", self.went_well),
            went_badly=texts.get("went_badly", self.went_badly),
            html={**self.html, **html},
        )


@dataclass(frozen=True)
class Postmortem:
    """What is kept of a published one beside its words, which are an update of the incident."""

    incident: str  # its key
    cause: Cause
    at: datetime
