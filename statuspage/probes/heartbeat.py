"""Results pushed to us, expected once per `interval` and at most `grace` late."""

from __future__ import annotations

from typing import Literal

from statuspage.config.probes import Expect, ProbeKeys
from statuspage.config.values import Interval, Positive
from statuspage.probes.kind import ProbeKind


class HeartbeatProbe(ProbeKeys):
    """A job that calls; its silence is a failure."""

    type: Literal["heartbeat"]
    interval: Interval | None = None
    """How often it calls; absent: its silence says nothing."""
    grace: Positive | None = None
    """How late it may call; one interval when absent."""
    expect: Expect = Expect()
    """What a good result is."""


KIND = ProbeKind("heartbeat", HeartbeatProbe)
