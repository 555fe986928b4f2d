"""What the audit log says of one act of staff: facts, never words, secrets or passwords."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

Values = Mapping[str, Any]
APPROVED_BY = "approved_by"
"""The key of who approved what somebody else wrote."""


class Via(StrEnum):
    """By which door somebody acts."""

    DESK = "desk"
    COMMAND_LINE = "command line"
    API = "API"
    ITSELF = "by itself"  # the program, with nobody behind it; not an act of staff


@dataclass(frozen=True)
class AuditEntry:
    """One act: who did what to what, and the facts before and after it."""

    number: int  # rises by time
    at: datetime
    who: str
    via: Via
    verb: str
    subject: str
    before: Values | None
    after: Values | None
