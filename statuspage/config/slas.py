"""[[slas]]: what is promised, how it is counted, and over which window."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Annotated, Any, Literal, Protocol

from pydantic import BeforeValidator, Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from statuspage.config.kinds.places import Contact
from statuspage.config.kinds.values import (
    Count,
    Credit,
    Day,
    Duration,
    Id,
    Model,
    Name,
    Positive,
    Target,
    Weight,
    Zone,
)

Source = Literal["probes", "incidents", "worst_of_both"]
Window = Literal["month", "quarter", "week", "rolling-30d", "rolling-90d"]
WeightedState = Literal[
    "major_outage", "partial_outage", "degraded_performance", "under_maintenance"
]


class IndicatorKeys(Protocol):
    """What settings have to know of an indicator: which keys of [[slas]] are about it."""

    @property
    def takes(self) -> Collection[str]:
        """Those that mean something for it, beside those of every indicator."""

    @property
    def needed(self) -> Mapping[str, str]:
        """Those that must be there, each with an example."""

    @property
    def defaults(self) -> Mapping[str, Any]:
        """What stands for those that are absent."""


Indicators = Mapping[str, IndicatorKeys]
"""All indicators by name. They count, which settings do not: whoever reads a file hands them in."""


def _known_indicator(value: object, info: ValidationInfo) -> object:
    """Of a file that is read; a definition that was published stands as it is."""
    known: Indicators | None = info.context
    if known is not None and value not in list(known):
        expected = ", ".join(f"'{name}'" for name in known)
        raise PydanticCustomError("enum", "is not known", {"expected": expected})
    return value


class Maintenance(Model):
    """When planned work does not count: announced `notice` before, `monthly_cap` at most."""

    notice: Duration = timedelta(0)
    """How long before it begins planned work must have been announced to be left out."""
    monthly_cap: Positive | None = None
    """How much of a month may be left out at most; without it, all."""


class CreditTier(Model):
    """Below this figure the reader is owed this share of the fee."""

    below: Target
    """The figure under which it is owed."""
    credit: Credit
    """The share of the fee that is owed."""


class Claim(Model):
    """How readers get what is owed. What is not said here, the contact of the site stands for."""

    who: Name | None = None
    """Who may claim it, in a sentence."""
    how: Name | None = None
    """What to do, in a sentence."""
    to: Contact | None = None
    """Where a claim goes: a mail address, or the address of a form."""


class Sla(Model):
    """One objective. Which keys belong to which indicator is checked when the file is read."""

    id: Id
    """Its name in this file and in addresses."""
    title: Name
    """What readers call it."""
    indicator: Annotated[str, BeforeValidator(_known_indicator)]
    """What is counted."""
    target: Target
    """The share that must go well; what is missed is judged by it exactly."""
    window: Window = "month"
    """The stretch of time it is judged over."""
    components: tuple[Id, ...] = ()
    """What it is about; of events about components, all where none is named."""
    source: Source | None = None
    """Who says when it was down: the checks, our incidents, or the worse of both."""
    combine: Literal["worst", "mean"] = "worst"
    """Of several components the worst counts, or their mean."""
    weights: dict[WeightedState, Weight] = Field(default_factory=dict)
    """How bad a second in a state is, from 0 to 1; states not named keep their usual weight."""
    maintenance: Maintenance | None = None
    """When planned work is left out; without it, it counts like any other time."""
    within: Positive | None = None
    """In which time it must happen."""
    under: Positive | None = None
    """The limit that an answer must not exceed."""
    calendar: Id | None = None
    """By whose open hours time is counted; without one, round the clock."""
    priorities: tuple[Name, ...] = ()
    """The priorities of cases that count; none named: all."""
    slice: Positive | None = None
    """Such slices of time are judged each and their mean counts, in place of all events."""
    min_run: Positive | None = None
    """Measured outages shorter than this do not count; of no use with `source = "incidents"`."""
    min_events: Count | None = None
    """Fewer events than this are not judged."""
    credits: tuple[CreditTier, ...] = ()
    """What is owed when the figure falls short."""
    claim_within: Positive | None = None
    """How long after a period readers may claim what is owed."""
    claim: Claim | None = None
    """Who may claim what is owed, how, and where; shown on the page of each claim."""
    agreement: Name | None = None
    """The agreement in words, a Markdown file below content/."""
    budget_policy: Name | None = None
    """What we will do once so much of the error budget is spent, a Markdown file below content/
    like an agreement; its `consequences` become promises by themselves."""
    timezone: Zone | None = None
    """The zone of its days and months; without one, the site's."""
    since: Day | None = None
    """The day from which on it was promised elsewhere, when that is before this site. It is
    published as stated afterwards; without it, periods before its first day here are not judged."""
    change_reason: Name | None = None
    """Why it was last changed, in a sentence; published with the change, on its page and in
    `/feeds/sla.*`."""

    @model_validator(mode="before")
    @classmethod
    def _with_defaults(cls, values: Any, info: ValidationInfo) -> Any:
        """What an indicator takes for granted, so that a published definition says it."""
        known: Indicators = info.context or {}
        if not isinstance(values, dict) or values.get("indicator") not in list(known):
            return values
        return {**known[values["indicator"]].defaults, **values}
