"""Whether anybody can write at the moment, and if not, why."""

from __future__ import annotations

from contextlib import suppress

from statuspage import clock
from statuspage.errors import StoreError
from statuspage.said import Said
from statuspage.store import db
from statuspage.store.advice import UNWRITABLE
from statuspage.store.engine import Engine

_TRY_EVERY = 5.0  # seconds between two tries of whether writing is possible
_PATIENCE = 2.0  # seconds that whoever only asks waits for others who write
_tried: tuple[object, float] = (None, 0.0)
"""The opening of a store, and when it is tried again, on the clock that never jumps."""


def writing_fault() -> Said | None:
    """Why nobody can write at the moment, whichever process met it; None when all is well.

    Once in some seconds it is tried. Raises StoreError when the store cannot even be read.
    """
    global _tried
    held = db.engine()
    with db.snapshot():
        fault = held.fault()
    if fault is not None:
        return fault
    opening, again_at = _tried
    if opening is not held or clock.elapsed() >= again_at:
        _tried = held, clock.elapsed() + _TRY_EVERY
        with suppress(StoreError):
            _try(held)
    return UNWRITABLE[held.bell.fault - 1] if held.bell.fault else None


def _try(held: Engine) -> None:
    try:
        with held.plain_errors():
            held.require_ready()
            held.require_turn(_PATIENCE)
    except StoreError as error:
        db.tell_fault(error)
        raise
    if held.bell.fault:
        with db.transaction():
            # What changes nothing is not written by a database; what comes and goes is.
            db.run("INSERT INTO setting (name, value) VALUES ('tried', '')")
            db.run("DELETE FROM setting WHERE name = 'tried'")
