"""The address that a mail comes back to: one for each mail (VERP), which only we can have made.

So a bounce tells which mail it is about whatever else it says, and one that somebody made up, or
sent to the address alone, counts for nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from statuspage.domain.telling.signed import opened, signed

_PURPOSE = "bounce"


def envelope_sender(pattern: str, secret: bytes, key: str) -> str:
    """The address for the mail with a key; `pattern` is that of the settings, with one *."""
    return pattern.replace("*", signed(secret, _PURPOSE, key))


def key_in(pattern: str, secret: bytes, addresses: Iterable[str]) -> str | None:
    """The key of the mail that came back to one of these; None where none of them is ours.

    Servers change domains and the size of letters on the way; what stands before the @ counts.
    """
    before, after = (re.escape(one) for one in pattern.partition("@")[0].split("*"))
    local = re.compile(f"{before}(?P<token>[a-z0-9]+){after}", re.IGNORECASE)
    for address in addresses:
        found = local.fullmatch(address.rpartition("@")[0])
        key = found and opened(secret, _PURPOSE, found["token"])
        if key:
            return key
    return None
