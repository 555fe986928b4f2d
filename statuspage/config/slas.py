"""[[slas]]: what is promised, how it is counted, and over which window."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Annotated, Any, Literal, Protocol

from pydantic import BeforeValidator, Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from statuspage.config.values import (
    Count,
    Credit,
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
    monthly_cap: Positive | None = None  # no cap when absent


class CreditTier(Model):
    """Below this figure the reader is owed this share of the fee."""

    below: Target
    credit: Credit


class Sla(Model):
    """One objective. Which keys belong to which indicator is checked when the file is read."""

    id: Id
    title: Name
    indicator: Annotated[str, BeforeValidator(_known_indicator)]
    target: Target
    window: Window = "month"
    components: tuple[Id, ...] = ()
    source: Source | None = None  # availability only, "probes" when absent
    combine: Literal["worst", "mean"] = "worst"
    # states not named weigh what the field gives them
    weights: dict[WeightedState, Weight] = Field(default_factory=dict)
    maintenance: Maintenance | None = None  # absent: planned work counts like any other time
    within: Positive | None = None
    under: Positive | None = None
    calendar: Id | None = None  # absent: round the clock
    priorities: tuple[Name, ...] = ()  # none named: all
    slice: Positive | None = None  # ratio only: the mean over such slices in place of all events
    min_run: Positive | None = None  # shorter down runs are not counted
    min_events: Count | None = None
    credits: tuple[CreditTier, ...] = ()
    claim_within: Positive | None = None
    agreement: Name | None = None  # a path under content/
    timezone: Zone | None = None  # the site's when absent

    @model_validator(mode="before")
    @classmethod
    def _with_defaults(cls, values: Any, info: ValidationInfo) -> Any:
        """What an indicator takes for granted, so that a published definition says it."""
        known: Indicators = info.context or {}
        if not isinstance(values, dict) or values.get("indicator") not in list(known):
            return values
        return {**known[values["indicator"]].defaults, **values}
