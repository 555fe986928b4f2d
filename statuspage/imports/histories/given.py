"""What every reader of a history is given, and what one is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from statuspage.domain.incidents.imported import Batch
from statuspage.progress import Progress, quietly


@dataclass(frozen=True)
class Given:
    """Where a history lies, and how it is read."""

    place: str  # a file, a folder, "-" or an address
    zone: ZoneInfo  # of the site
    now: datetime
    stated_zone: ZoneInfo | None = None  # of times there that name none, as somebody said
    progress: Progress = quietly

    def zone_or(self, usual: ZoneInfo) -> ZoneInfo:
        """The zone of times that name none, which `usual` is in that system."""
        return self.stated_zone or usual


Reader = Callable[[Given], Batch]
"""Raises SourceError and Unreachable for what cannot be read at all."""
