"""Who restores a backup, and what that did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from statuspage.domain.desk.audit import Values, Via
from statuspage.said import said

NOT_AGAIN = said("A backup was restored: what it had to tell had been told already.")
"""Why nothing of a backup is sent."""


@dataclass(frozen=True)
class By:
    """Who restores, for the audit log."""

    who: str
    via: Via
    subject: str
    facts: Values


@dataclass(frozen=True)
class Restored:
    """What a restore did: rows now by table, what went, and where the former store lies."""

    counts: Mapping[str, int]
    lost: Mapping[str, int]  # rows by table that the backup had not, or in another form
    kept: Path | None  # the store as it was; None when the backup holds all that it held

    @property
    def cuts_the_record(self) -> bool:
        """Whether heads of the record that readers kept no longer fit."""
        return "record_entry" in self.lost
