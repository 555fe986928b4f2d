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
from statuspage.store.desk import factors
from statuspage.store.desk.sealing import seal, unseal

_STEP = 30  # seconds
_DRIFT = 1  # steps that a clock may be off, either way
_CODES = 10
_WRONG = said(
    "This code is not right. Wait for the next one, and see that your phone has the right time."
)


def begin_app(actor: Actor) -> None:
    """Make the secret for an app; nothing is asked for until `confirm_app`. Raises Conflict."""
    import pyotp

    with db.transaction():
        if factors.of(actor.name).has_totp:
            raise Conflict(said("An app is set up already; remove it first."))
        factors.put_totp(actor.name, seal(pyotp.random_base32()))


def app_to_confirm(name: str) -> str | None:
    """The secret of an app that is not confirmed yet; once it is, nobody sees it again."""
    found = factors.totp(name)
    return None if found is None or found.is_confirmed else unseal(found.secret)


def app_address(name: str, secret: str, issuer: str) -> str:
    """What the picture for the app says."""
    import pyotp

    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=issuer)


def confirm_app(code: str, actor: Actor) -> list[str]:
    """Ask for the app from now on; returns the first recovery codes, if there were none.

    Raises InvalidInput, Conflict when there is nothing to confirm.
    """
    with db.transaction():
        if app_to_confirm(actor.name) is None:
            raise Conflict(said("There is no app to confirm; begin again."))
        if not _is_app_code(actor.name, _plain(code)):
            raise InvalidInput({"code": _WRONG})
        factors.confirm_totp(actor.name, clock.now())
        note_act(actor, "set up app", actor.name)
        db.raise_topics(TOPIC)
        return first_codes(actor)


def remove_app(actor: Actor) -> None:
    """Ask for the app no more."""
    with db.transaction():
        factors.remove_totp(actor.name)
        note_act(actor, "remove app", actor.name)
        _drop_idle_codes(actor)


def _drop_idle_codes(actor: Actor) -> None:
    """Without a factor to stand in for, recovery codes open nothing and are forgotten."""
    if not factors.of(actor.name).are_set:
        factors.replace_codes(actor.name, [])
    db.raise_topics(TOPIC)


def remove_passkey(key: str, actor: Actor) -> None:
    """Take a passkey of one's own no more. Raises NotFound."""
    with db.transaction():
        found = factors.passkey(key)
        factors.remove_passkey(actor.name, key)
        before = None if found is None else {"name": found.name}
        note_act(actor, "remove passkey", actor.name, before)
        _drop_idle_codes(actor)


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
    if found is not None and found.is_confirmed and _is_app_code(name, plain):
        return "app"
    return "recovery code" if factors.use_code(name, hash_token(plain)) else None


def _is_app_code(name: str, code: str) -> bool:
    """Whether an app shows this code now, or one step before or after; each works once."""
    import pyotp

    found = factors.totp(name)
    secret = None if found is None else unseal(found.secret)
    if found is None or secret is None:
        return False
    now = int(clock.timestamp()) // _STEP
    app = pyotp.TOTP(secret)
    for step in range(now - _DRIFT, now + _DRIFT + 1):
        is_right = hmac.compare_digest(app.generate_otp(step).encode(), code.encode())
        if is_right and step > found.last_step:
            factors.use_step(name, step)
            return True
    return False


def _plain(code: str) -> str:
    """A code without the blanks and hyphens that it is shown with."""
    return "".join(letter for letter in code.lower() if letter.isalnum())
