"""What the audit log says of one act of staff: facts, never words, secrets or passwords."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from statuspage.said import Said, joined, said

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
    ITSELF = "by itself"  # the program, with nobody behind it; not an act of staff

    @property
    def label(self) -> Said:
        return _DOORS[self]


_DOORS = {
    Via.DESK: said("desk"),
    Via.COMMAND_LINE: said("command line"),
    Via.API: said("API"),
    Via.ITSELF: said("by itself"),
}
_VERBS = {
    message.key: message
    for message in (
        said("publish"),
        said("change"),
        said("erase"),
        said("save draft"),
        said("ask for approval"),
        said("approve"),
        said("discard draft"),
        said("publish without approval"),
        said("add private note"),
        said("begin series"),
        said("end series"),
        said("add account"),
        said("disable account"),
        said("reset account"),
        said("change password"),
        said("reset second factors"),
        said("add passkey"),
        said("remove passkey"),
        said("set up app"),
        said("remove app"),
        said("make recovery codes"),
        said("make token"),
        said("revoke token"),
        said("sign in"),
        said("prove identity"),
        said("sign out"),
        said("end session"),
        said("end other sessions"),
        said("fail to sign in"),
        said("restore store"),
    )
}
"""How the log calls what staff do; a verb is kept as it stands here."""


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

    @property
    def act(self) -> Said:
        """The verb for people."""
        return _VERBS.get(self.verb) or joined([self.verb], "")
