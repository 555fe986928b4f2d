"""Results of checks that came from another system: whose they are, and of which time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Brought:
    """What one system measured for one probe. `since` and `until` are its first and last result."""

    probe: str
    system: str  # by the name that people know
    component: str
    since: datetime
    until: datetime
    entered_at: datetime  # when the newest of it was brought here
