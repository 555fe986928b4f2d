"""The definition of a probe as far as figures depend on it: each change is a dated version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from statuspage.config import Probe
from statuspage.domain.measured.locations import Panel
from statuspage.domain.measured.samples import Cadence


@dataclass(frozen=True)
class ProbeVersion:
    """How a probe counts from `at` on; the first version holds for all time before, too.

    `panel` counts the locations that the settings name. What is pulled names its source and what
    that is asked.
    """

    probe: str
    at: datetime
    cadence: Cadence
    panel: Panel
    source: str = ""
    query: str = ""


@dataclass(frozen=True)
class Watched:
    """What the recording of a probe's results needs of its settings."""

    probe: str
    component: str
    cadence: Cadence  # counts where the store knows no dated version of it
    timeout: timedelta | None = None  # a failed check that lasted so long was given up


def watched(probe: Probe) -> Watched:
    """What the settings of a probe say about recording it."""
    cadence = Cadence(probe.interval, probe.fail_after)
    return Watched(probe.id, probe.component, cadence, probe.timeout)
