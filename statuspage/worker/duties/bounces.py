"""What came back by mail: read from its mailbox; and who was given up long ago is forgotten."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import partial

from statuspage import clock
from statuspage.actions.telling.bounces import TakenBounce, forget_given_up
from statuspage.config.mail.mailbox import mailbox
from statuspage.errors import StatusPageError
from statuspage.notify.bounces.imap import read_mailbox
from statuspage.notify.bounces.taking import return_address, take
from statuspage.store import db
from statuspage.store.settings import current_settings
from statuspage.troubles import Troubles

EVERY = 60.0  # seconds
_FORGET_EVERY = 3600.0

_log = logging.getLogger(__name__)


class Returning:
    """Looks into the mailbox again and again."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._troubles = Troubles(_log)
        self._forget_at = 0.0

    def turn(self) -> None:
        """Take in what is new. Raises StoreError, Unreachable."""
        if clock.elapsed() >= self._forget_at:
            forget_given_up()
            self._forget_at = clock.elapsed() + _FORGET_EVERY
        with db.snapshot():
            settings = current_settings()
        address, place = return_address(settings), mailbox(self._environ)
        if address is None or place is None or settings.mail is None:
            return
        read_mailbox(place, settings.mail.bounces.move_to, partial(self._take, address=address))

    def _take(self, raw: bytes, address: str) -> bool:
        """Whether it was understood: a mail at which the program fails is kept for people, too."""
        try:
            taken = take(raw, address)
        except StatusPageError:
            raise  # the store is out of reach: the mail is read again when it is back
        except Exception as error:  # noqa: BLE001 one mail must not keep all others from being read
            self._troubles.met("mail", f"a fault of ours in reading a bounce: {error}", trace=error)
            return False
        return taken is not TakenBounce.FOR_PEOPLE
