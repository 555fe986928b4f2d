"""Once a day the head of the record is stamped by an authority of others; nothing waits for it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from statuspage import clock
from statuspage.addresses import is_public_address
from statuspage.config.record import Record
from statuspage.domain.record.note import written
from statuspage.domain.record.stamp import TimeStamp
from statuspage.errors import StatusPageError, StoreError, message
from statuspage.net.rules import anywhere
from statuspage.publish import stamping
from statuspage.said import dumped, said
from statuspage.site import signing
from statuspage.store import db, settings
from statuspage.store.library import LIBRARY
from statuspage.store.published import stamps
from statuspage.store.settings import current_settings, site
from statuspage.troubles import Troubles

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

EVERY = 60.0
"""Seconds from look to look."""

_log = logging.getLogger(__name__)
_FIRST, _LAST = 60.0, 3600.0  # seconds of pause after a fault, doubled each time


@dataclass(frozen=True)
class _Due:
    day: date
    size: int
    head: bytes
    named: Record


class Stamping:
    """Asks the authority of the settings."""

    def __init__(self, config: Path, elapsed: Callable[[], float] = clock.elapsed) -> None:
        self._folder = config.parent
        self._elapsed = elapsed
        self._troubles = Troubles(_log)
        self._next_at = 0.0
        self._pause = 0.0

    def turn(self) -> None:
        """Raises StoreError. What goes wrong outside is kept, logged, and tried again."""
        if self._elapsed() < self._next_at:
            return
        with db.snapshot():
            due = _due()
        if due is None:
            return
        try:
            stamp = self._asked(due)
        except StoreError:
            raise
        except StatusPageError as error:
            self._pause = min(max(_FIRST, 2 * self._pause), _LAST)
            self._next_at = self._elapsed() + self._pause
            self._troubles.met("authority", f"time stamps: {error}")
            with db.transaction():
                settings.write(settings.STAMP_FAULT, dumped(error.said))
            return
        self._pause = 0.0
        self._troubles.good("authority")
        with db.transaction(rings=True):
            stamps.keep(stamp)
            settings.write(settings.STAMP_FAULT, "")
            db.raise_topics("stamps")

    def _asked(self, due: _Due) -> TimeStamp:
        may_reach = anywhere if due.named.allow_private else is_public_address
        roots = self._roots(due.named.timestamps_ca)
        at, token = stamping.ask(str(due.named.timestamps), due.head, may_reach, roots)
        return TimeStamp(due.day, at, due.size, due.head, token)

    def _roots(self, name: str | None) -> Sequence[Certificate]:
        if name is None:
            return ()
        path = self._folder / name
        try:
            return stamping.authorities(path.read_bytes())
        except (OSError, ValueError) as error:
            raise StatusPageError(
                said("{source} cannot be read: {error}.", source=path, error=message(error))
            ) from error


def _due() -> _Due | None:
    """The head to be stamped, if one is: of a day that has no stamp yet, and grown since."""
    named = current_settings().record
    if named.timestamps is None:
        return None
    here, newest, today = site(), stamps.newest(), clock.now().date()
    head = signing.head(LIBRARY, here)
    if not head.size or (newest and (newest.day >= today or newest.size == head.size)):
        return None
    text = written(head, signing.signer(here))
    return _Due(today, head.size, text.encode(), named)
