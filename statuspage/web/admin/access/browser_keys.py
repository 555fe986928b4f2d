"""Passkeys in forms: what a page asks the browser for, and what the form brings back.

The challenge travels in the signed cookie, so that a stranger's look at the page writes nothing.
"""

from __future__ import annotations

from flask import request, session

from statuspage.actions.staff.passkeys import (
    Party,
    PasskeyAnswer,
    asking_options,
    making_options,
    new_challenge,
    party_of,
)
from statuspage.store import db
from statuspage.store.desk import factors
from statuspage.store.settings import site
from statuspage.web.admin import pages

_CHALLENGE = "challenge"
_LASTS = 600  # seconds


def party() -> Party | None:
    """This site, as browsers know it; None where they make no passkeys for it."""
    with db.snapshot():
        here = site()
    return party_of(here.url, here.name)


def asking(name: str | None = None) -> str:
    """What a page asks for to sign somebody in; "" where there is nothing to ask for.

    With a name only that account's passkeys will do.
    """
    here = party()
    if here is None:
        return ""
    if name is None:
        return asking_options(here, _challenge())
    known = factors.of(name).passkeys
    return asking_options(here, _challenge(), known) if known else ""


def making(name: str) -> str:
    """What a page asks for to make a passkey; "" where none can be made."""
    here = party()
    return making_options(here, name, _challenge()) if here else ""


def answer() -> PasskeyAnswer | None:
    """What the browser made of it, or None when the page is too old or none was sent."""
    challenge, at = session.pop(_CHALLENGE, ("", 0))
    credential = request.form.get("credential", "")
    is_fresh = 0 <= pages.seconds() - at <= _LASTS
    return PasskeyAnswer(credential, challenge) if credential and is_fresh else None


def _challenge() -> str:
    fresh = new_challenge()
    session[_CHALLENGE] = [fresh, pages.seconds()]
    return fresh
