"""Setting up and checking codes: those of an authenticator app (RFC 6238) and recovery codes."""

from __future__ import annotations

import hmac

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.staff.accounts import TOPIC, hash_token, new_password
from statuspage.actions.staff.audit import note_act
from statuspage.errors import Conflict, InvalidInput
from statuspage.said import said
from statuspage.store import db
from statuspage.store.desk import factors, staff
from statuspage.store.desk.sealing import seal, unseal
from statuspage.store.settings import current_settings

_STEP = 30  # seconds
_DRIFT = 1  # steps that a clock may be off, either way
_CODES = 10
_LAST_REQUIRED = said(
    "This site asks everybody for a second factor. Set up another one first, then remove this one."
)
_LAST_OF_LAST_ADMIN = said(
    "You are the only admin, and this is your only second factor. Set up another one first, then "
    "remove this one."
)
_WRONG = said(
    "That code is not right. Wait for the next one, and check that the time on your phone is right."
)


def begin_app(actor: Actor) -> None:
    """Make the secret for an app. Until `confirm_app` it is not asked for, but a former one is."""
    import pyotp

    sealed = seal(pyotp.random_base32())
    with db.transaction():
        begin = factors.put_next_totp if factors.of(actor.name).has_totp else factors.put_totp
        begin(actor.name, sealed)


def app_to_confirm(name: str) -> str | None:
    """The secret of an app that is not confirmed yet; once it is, nobody sees it again."""
    sealed = _to_confirm(name)
    return None if sealed is None else unseal(sealed)


def _to_confirm(name: str) -> str | None:
    found = factors.totp(name)
    if found is None:
        return None
    return found.next_secret if found.is_confirmed else found.secret


def app_address(name: str, secret: str, issuer: str) -> str:
    """What the picture for the app says."""
    import pyotp

    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=issuer)


def confirm_app(code: str, actor: Actor, token: str = "") -> list[str]:
    """Ask for the app from now on; returns the first recovery codes, if there were none.

    Where it takes the place of another, every session but the one with this token ends.
    Raises InvalidInput, Conflict when there is nothing to confirm.
    """
    with db.transaction():
        sealed = _to_confirm(actor.name)
        if sealed is None:
            raise Conflict(said("There is no app to confirm; begin again."))
        step = _right_step(sealed, _plain(code), after=0)
        if step is None:
            raise InvalidInput({"code": _WRONG})
        is_other = factors.of(actor.name).has_totp
        factors.confirm_totp(actor.name, sealed, step, clock.now())
        note_act(actor, "set up app", actor.name)
        if is_other:
            staff.end_sessions_of(actor.name, but=hash_token(token))
        db.raise_topics(TOPIC)
        return first_codes(actor)


def remove_app(actor: Actor, token: str = "") -> None:
    """Ask for the app no more; every session but the one with this token ends.

    Raises Conflict where one's last factor has to stay.
    """
    with db.transaction():
        factors.remove_totp(actor.name)
        note_act(actor, "remove app", actor.name)
        _settle_removal(actor, token)


def remove_passkey(key: str, actor: Actor, token: str = "") -> None:
    """Take a passkey of one's own no more; every session but the one with this token ends.

    Raises NotFound, Conflict where one's last factor has to stay.
    """
    with db.transaction():
        found = factors.passkey(key)
        factors.remove_passkey(actor.name, key)
        before = None if found is None else {"name": found.name}
        note_act(actor, "remove passkey", actor.name, before)
        _settle_removal(actor, token)


def _settle_removal(actor: Actor, token: str) -> None:
    """What follows from a factor that is gone. Raises Conflict, and so it is not gone."""
    if not factors.of(actor.name).are_set:
        if current_settings().sign_in.require_second_factor:
            raise Conflict(_LAST_REQUIRED)
        if staff.admins() == [actor.name]:
            raise Conflict(_LAST_OF_LAST_ADMIN)
        factors.replace_codes(actor.name, [])  # they only stand in for the others
    staff.end_sessions_of(actor.name, but=hash_token(token))
    db.raise_topics(TOPIC)


def new_codes(actor: Actor) -> list[str]:
    """Ten recovery codes in the place of all former ones; shown once, kept as hashes.

    Raises Conflict without a second factor that they could stand in for.
    """
    with db.transaction():
        if not factors.of(actor.name).are_set:
            raise Conflict(
                said("Set up an app or a passkey first; the codes are for when it is lost.")
            )
        return _made_codes(actor)


def first_codes(actor: Actor) -> list[str]:
    """Recovery codes for somebody who has none left (inside a transaction)."""
    return [] if factors.of(actor.name).codes_left else _made_codes(actor)


def _made_codes(actor: Actor) -> list[str]:
    codes = [new_password() for _ in range(_CODES)]
    factors.replace_codes(actor.name, [hash_token(_plain(code)) for code in codes])
    note_act(actor, "make recovery codes", actor.name, None, {"count": _CODES})
    return codes


def use_code(name: str, code: str) -> str | None:
    """What an account's code is, "app" or "recovery code"; it is used up. None when it is wrong.

    Called inside a transaction.
    """
    plain = _plain(code)
    found = factors.totp(name)
    if found is not None and found.is_confirmed:
        step = _right_step(found.secret, plain, after=found.last_step)
        if step is not None:
            factors.use_step(name, step)
            return "app"
    return "recovery code" if factors.use_code(name, hash_token(plain)) else None


def _right_step(sealed: str, code: str, *, after: int) -> int | None:
    """The step of which an app shows this code: now, the one before or the one after.

    Each works once, so only those after the newest that was used count (RFC 6238, 5.2).
    """
    import pyotp

    secret = unseal(sealed)
    if secret is None:
        return None
    now = int(clock.timestamp()) // _STEP
    app = pyotp.TOTP(secret)
    for step in range(now - _DRIFT, now + _DRIFT + 1):
        is_right = hmac.compare_digest(app.generate_otp(step).encode(), code.encode())
        if is_right and step > after:
            return step
    return None


def _plain(code: str) -> str:
    """A code without the blanks and hyphens that it is shown with."""
    return "".join(letter for letter in code.lower() if letter.isalnum())
