"""The definition of a probe as far as figures depend on it: each change is a dated version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from statuspage.domain.locations import Panel
from statuspage.domain.samples import Cadence


@dataclass(frozen=True)
class ProbeVersion:
    """How a probe counts from `at` on; the first version holds for all time before, too.

    `panel` counts the locations that the settings name.
    """

    probe: str
    at: datetime
    cadence: Cadence
    panel: Panel
