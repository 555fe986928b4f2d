"""Places (addresses, networks of them) from which somebody signed in of late."""

from __future__ import annotations

from datetime import datetime, timedelta

from statuspage.store.tables.staff import SignInPlace

_REMEMBER = timedelta(days=90)
_MOST = 1000


def mark(place: str, now: datetime) -> None:
    """Somebody signed in from here; those of long ago, and the oldest of too many, are let go."""
    SignInPlace.put({"place": place, "at": now})
    SignInPlace.delete().where(SignInPlace.at < now - _REMEMBER).execute()
    newest = SignInPlace.select(SignInPlace.place).order_by(SignInPlace.at.desc()).limit(_MOST)
    SignInPlace.delete().where(SignInPlace.place.not_in(newest)).execute()


def is_known(place: str) -> bool:
    """Whether somebody signed in from here before."""
    return bool(SignInPlace.select().where(SignInPlace.place == place).exists())
