"""[mail.bounces]: where mail that did not arrive comes back to, and when a reader is given up."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator

from statuspage.config.kinds.values import Count, Filled, Model, Positive
from statuspage.said import said

_ADDRESS = re.compile(
    r"(?P<local>[A-Za-z0-9._%+=-]*\*?[A-Za-z0-9._%+=-]*)@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*"
)
_ROOM = 20
"""Characters that may stand around the sign of a mail: 64 are allowed before the @ (RFC 5321)."""


def _returning(text: str) -> str:
    found = _ADDRESS.fullmatch(text)
    if found is None or not found["local"]:
        raise ValueError(
            said(
                '"{text}" is not a mail address; write one such as "bounces@example.com", or '
                '"*@bounces.example.com" where a whole domain comes to one mailbox',
                text=text[:80],
            )
        )
    pattern = text if "*" in text else text.replace("@", "+*@")
    if len(pattern.partition("@")[0]) > _ROOM + 1:
        raise ValueError(
            said(
                '"{text}" is too long; at most {count} characters may stand before the "@", for '
                "each mail gets its own sign there",
                text=text[:80],
                count=_ROOM if "*" in text else _ROOM - 1,
            )
        )
    return pattern


ReturnAddress = Annotated[Filled, AfterValidator(_returning)]


class Bounces(Model):
    """Where mail comes back to, and what comes of it."""

    address: ReturnAddress | None = None
    """Mail that cannot be delivered comes back here, and each to an address of its own: for
    `"bounces@example.com"` these are `bounces+SIGN@example.com`. A `*` says where the sign stands
    where that is elsewhere, as in `"*@bounces.example.com"`. Without it nobody hears of mail that
    was taken and did not arrive."""
    threshold: Count = 5
    """The score at which an address is given up: each day on which mail came back for good counts
    1, a full mailbox or a server that was away half of that."""
    stale_after: Positive = timedelta(days=7)
    """After so long without a bounce the score begins anew."""
    keep_quarantined: Positive = timedelta(days=90)
    """So long after it was given up an address is forgotten."""
    move_to: Filled | None = None
    """The folder into which mails are moved that were read from the mailbox; without it they stay
    where they are, marked as read."""
