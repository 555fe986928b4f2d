"""What the audit log says of one act of staff: facts, never words, secrets or passwords."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from statuspage.said import Said, said

Values = Mapping[str, Any]
APPROVED_BY = "approved_by"
"""The key of who approved what somebody else wrote."""
FAILED = "fail to sign in"
"""The verb of failed tries: a line for each address and hour, which counts them."""
SOMEBODY = "somebody"
"""Who failed: nobody knows."""
OTHER_ADDRESSES = "other addresses"
"""The subject of the line for all addresses that have none of their own in an hour."""


class Via(StrEnum):
    """By which door somebody acts."""

    DESK = "desk"
    COMMAND_LINE = "command line"
    API = "API"
    CHAT = "chat"  # a slash command
    FILES = "files"  # somebody saved a file of the site, and the worker read it
    ITSELF = "automatic"  # the program, with nobody behind it; not an act of staff

    @property
    def label(self) -> Said:
        return _DOORS[self]


_DOORS = {
    Via.DESK: said("desk"),
    Via.COMMAND_LINE: said("command line"),
    Via.API: said("API"),
    Via.CHAT: said("chat"),
    Via.FILES: said("files of the site"),
    Via.ITSELF: said("automatic"),
}


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
    address: str = ""  # from where a browser or a program sent it; "" where nobody was asked
