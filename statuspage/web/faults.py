"""What goes wrong while requests are answered, in the log: once, then counted."""

from __future__ import annotations

import logging
import re
import traceback

from statuspage.errors import StoreError
from statuspage.troubles import Troubles

_WRITING = "store"
_KEPT_BACK = re.compile(
    r"(/heartbeats/|/u/|/subscribe/(?:me|confirm|undo|code)/|/feedback/mine/|/ask/own/).+"
)
_troubles = Troubles(logging.getLogger(__name__))


def store_fault(error: StoreError) -> None:
    """The store refused something."""
    _troubles.met(_WRITING, error)


def taken() -> None:
    """Something was written: the store is well."""
    _troubles.good(_WRITING)


def own_fault(error: BaseException, where: object) -> None:
    """A fault of ours: one for each place in the program, whatever addresses lead to it."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else type(error).__name__
    told = f"a fault of ours at {without_secret(str(where))}: {error!r}"
    _troubles.met(place, told, trace=error)


def without_secret(path: str) -> str:
    """An address without the key of a heartbeat or the token of a mailed link."""
    return _KEPT_BACK.sub(r"\1...", path)
