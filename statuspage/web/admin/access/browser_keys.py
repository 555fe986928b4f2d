"""Passkeys in forms: what a page asks the browser for, and what the form brings back.

The challenge travels in the signed cookie, so that a stranger's look at the page writes nothing.
"""

from __future__ import annotations

from enum import StrEnum

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

_LASTS = 600  # seconds


class Purpose(StrEnum):
    """What a challenge is for; each has its own place in the cookie, and its own field in forms."""

    SIGN_IN = "challenge"
    PROOF = "proof"

    @property
    def field(self) -> str:
        return "proof_credential" if self is Purpose.PROOF else "credential"


def party() -> Party | None:
    """This site, as browsers know it; None where they make no passkeys for it."""
    with db.snapshot():
        here = site()
    return party_of(here.url, here.name)


def asking(name: str | None = None, purpose: Purpose = Purpose.SIGN_IN) -> str:
    """What a page asks for to see who somebody is; "" where there is nothing to ask for.

    With a name only that account's passkeys will do.
    """
    here = party()
    if here is None:
        return ""
    if name is None:
        return asking_options(here, _challenge(purpose))
    known = factors.of(name).passkeys
    return asking_options(here, _challenge(purpose), known) if known else ""


def making(name: str) -> str:
    """What a page asks for to make a passkey; "" where none can be made."""
    here = party()
    return making_options(here, name, _challenge(Purpose.SIGN_IN)) if here else ""


def answer(purpose: Purpose = Purpose.SIGN_IN) -> PasskeyAnswer | None:
    """What the browser made of it, or None when the page is too old or none was sent."""
    challenge, at = session.pop(purpose.value, ("", 0))
    credential = request.form.get(purpose.field, "")
    is_fresh = 0 <= pages.seconds() - at <= _LASTS
    return PasskeyAnswer(credential, challenge) if credential and is_fresh else None


def _challenge(purpose: Purpose) -> str:
    fresh = new_challenge()
    session[purpose.value] = [fresh, pages.seconds()]
    return fresh
