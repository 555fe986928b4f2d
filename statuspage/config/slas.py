"""[[slas]]: what is promised, how it is counted, and over which window."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Literal

from pydantic import Field, model_validator

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

Indicator = Literal[
    "availability",
    "latency",
    "first_response",
    "resolution",
    "first_contact_resolution",
    "csat",
    "first_notice",
    "update_cadence",
    "ratio",
]
Source = Literal["probes", "incidents", "worst_of_both"]
Window = Literal["month", "quarter", "week", "rolling-30d", "rolling-90d"]
WeightedState = Literal[
    "major_outage", "partial_outage", "degraded_performance", "under_maintenance"
]

_DEFAULTS: dict[str, dict[str, Any]] = {
    "availability": {"source": "probes"},
    "first_contact_resolution": {"within": timedelta(days=7)},
}


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
    indicator: Indicator
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
    def _with_defaults(cls, values: Any) -> Any:
        """What an indicator takes for granted, so that a published definition says it."""
        if not isinstance(values, dict) or not isinstance(values.get("indicator"), str):
            return values
        stated = {key: value for key, value in values.items() if value is not None}
        return _DEFAULTS.get(values["indicator"], {}) | stated
