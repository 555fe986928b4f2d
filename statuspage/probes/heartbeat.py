"""Results pushed to us, expected once per `interval` or by a `schedule`, at most `grace` late."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, model_validator

from statuspage.config.kinds.cron import CronLine, parse_cron
from statuspage.config.kinds.duration import duration_text
from statuspage.config.kinds.values import Interval, Positive, Zone
from statuspage.config.probes import Expect, ProbeKeys
from statuspage.probes.kind import ProbeKind

_GRACE = timedelta(hours=1)

CronText = Annotated[str, AfterValidator(parse_cron)]


class HeartbeatProbe(ProbeKeys):
    """A job that calls; its silence is a failure, and so is its own word that it failed."""

    type: Literal["heartbeat"]
    interval: Interval | None = None
    """How often it calls; absent without a schedule: its silence says nothing."""
    schedule: CronText | None = None
    """When it calls, as a line of cron: minute, hour, day, month, day of the week."""
    timezone: Zone = "UTC"
    """The zone in which the schedule is meant."""
    grace: Positive | None = None
    """How late it may call, and how long it may run once it said that it begins; one interval when
    absent, one hour with a schedule."""
    expect: Expect = Expect()
    """What a good result is."""

    @model_validator(mode="before")
    @classmethod
    def _interval_of_schedule(cls, keys: Any) -> Any:
        """A schedule has an interval, too: the longest time from one call to the next."""
        if not isinstance(keys, Mapping) or keys.get("interval") is not None:
            return keys
        try:
            longest = CronLine(parse_cron(keys["schedule"]), keys.get("timezone", "UTC")).longest
        except (KeyError, ValueError, AttributeError, TypeError, OSError):
            return keys  # a fault that is told with its key, or no schedule at all
        return {**keys, "interval": duration_text(longest)}

    @property
    def patience(self) -> timedelta:
        """The grace that counts."""
        if self.grace is not None:
            return self.grace
        return _GRACE if self.schedule is not None else self.interval or _GRACE


KIND = ProbeKind("heartbeat", HeartbeatProbe)
