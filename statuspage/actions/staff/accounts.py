"""Staff accounts: added, changed, closed. Signing in is in sign_in.py."""

from __future__ import annotations

import hashlib
import re
import secrets

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.staff.audit import HOST, note_act
from statuspage.actions.staff.passwords import hash_of
from statuspage.domain.desk.audit import Via
from statuspage.domain.desk.staff import Role, Staff
from statuspage.errors import Conflict, InvalidInput
from statuspage.said import Said, said
from statuspage.store import db
from statuspage.store.desk import factors, staff

TOPIC = "staff"
"""Rises when the number of those who can publish may have changed."""

_SHORTEST_PASSWORD = 10
_NAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,99}")


def add_staff(name: str, role: Role, password: str, actor: Actor = HOST) -> Staff:
    """A new account. Raises InvalidInput, StoreError."""
    faults: dict[str, Said] = {}
    if not _NAME.fullmatch(name):
        faults["name"] = said("Use small letters, digits and . _ @ + - (at most 100).")
    _check_password(faults, password)
    if faults:
        raise InvalidInput(faults)
    hashed = hash_of(password)
    with db.transaction():
        if staff.exists(name):
            raise InvalidInput({"name": _taken(staff.by_name(name))})
        staff.insert(name, hashed, role, clock.now())
        note_act(actor, "add account", name, None, {"role": role})
        db.raise_topics(TOPIC)
        return staff.by_name(name)


def reset_password(name: str, password: str, actor: Actor = HOST) -> None:
    """Set a new password, forget the second factors, enable the account, end its sessions.

    Raises NotFound, InvalidInput.
    """
    faults: dict[str, Said] = {}
    _check_password(faults, password)
    if faults:
        raise InvalidInput(faults)
    hashed = hash_of(password)
    with db.transaction():
        was_enabled = staff.by_name(name).is_enabled
        staff.set_password(name, hashed)
        staff.disable(name, None)
        factors.remove_all(name)
        staff.end_sessions_of(name)
        note_act(actor, "reset account", name, {"enabled": was_enabled}, {"enabled": True})
        db.raise_topics(TOPIC)


def change_password(password: str, token: str, actor: Actor) -> None:
    """Set a new password of one's own; every session but the one with this token ends.

    Raises InvalidInput.
    """
    faults: dict[str, Said] = {}
    _check_password(faults, password)
    if faults:
        raise InvalidInput(faults)
    hashed = hash_of(password)
    with db.transaction():
        staff.set_password(actor.name, hashed)
        staff.end_sessions_of(actor.name, but=hash_token(token))
        note_act(actor, "change password", actor.name)


def change_role(name: str, role: Role, actor: Actor = HOST) -> Staff:
    """Give an account another role, in open sessions too. Raises NotFound, Conflict."""
    with db.transaction():
        _require_admin(actor)
        former = staff.by_name(name).role
        if former is not role:
            if former.is_admin:
                _require_other_admin(name)
            staff.set_role(name, role)
            note_act(actor, "change role", name, {"role": former}, {"role": role})
            db.raise_topics(TOPIC)
        return staff.by_name(name)


def reset_factors(name: str, actor: Actor) -> None:
    """Forget an account's second factors and end its sessions.

    Raises NotFound, Conflict in the desk for the last admin.
    """
    with db.transaction():
        _require_admin(actor)
        staff.by_name(name)
        if actor.via is Via.DESK:  # whoever has the machine can always help
            _require_other_admin(name)
        before = factors.of(name)
        factors.remove_all(name)
        staff.end_sessions_of(name)
        had = {"app": before.has_totp, "passkeys": [one.name for one in before.passkeys]}
        note_act(actor, "reset second factors", name, had, {"app": False, "passkeys": []})
        db.raise_topics(TOPIC)


def disable_staff(name: str, actor: Actor = HOST) -> None:
    """Close an account and end its sessions.

    Raises NotFound, Conflict for one's own in the desk, and for the last admin.
    """
    if (name, actor.via) == (actor.name, Via.DESK):
        raise Conflict(said("You cannot close your own account; another admin can."))
    with db.transaction():
        _require_admin(actor)
        was_enabled = staff.by_name(name).is_enabled
        _require_other_admin(name)
        staff.disable(name, clock.now())
        staff.end_sessions_of(name)
        note_act(actor, "disable account", name, {"enabled": was_enabled}, {"enabled": False})
        db.raise_topics(TOPIC)


def enable_staff(name: str, actor: Actor = HOST) -> None:
    """Open a closed account again, with its password and factors. Raises NotFound, Conflict."""
    with db.transaction():
        _require_admin(actor)
        if not staff.by_name(name).is_enabled:
            staff.disable(name, None)
            note_act(actor, "open account", name, {"enabled": False}, {"enabled": True})
            db.raise_topics(TOPIC)


def end_sessions(name: str, actor: Actor = HOST, session: str = "") -> int:
    """Sign somebody out, in every browser or in the session with a public id; returns how many.

    Raises NotFound, Conflict.
    """
    with db.transaction():
        _require_admin(actor)
        staff.by_name(name)
        if not session:
            count = staff.end_sessions_of(name)
        else:
            count = int(staff.end_session_of(name, session))
        if count:
            note_act(actor, "end sessions", name, None, {"count": count})
        return count


def _require_admin(actor: Actor) -> None:
    """Whose role was changed a moment ago manages accounts no more. Raises Conflict."""
    if actor.via is Via.DESK and actor.name not in staff.admins():
        raise Conflict(said("Only an admin can do this, and you no longer are one."))


def _require_other_admin(name: str) -> None:
    """Somebody must be able to manage accounts. Raises Conflict."""
    if staff.admins() == [name]:
        raise Conflict(
            said("'{name}' is the last admin. Make somebody else an admin first.", name=name)
        )


def _taken(known: Staff) -> Said:
    if known.is_enabled:
        return said(
            "There is already an account '{name}'. For a new password: statuspage staff reset "
            "{name}",
            name=known.name,
        )
    return said(
        "There is already an account '{name}', which is closed. To open it again: statuspage "
        "staff enable {name}",
        name=known.name,
    )


def new_password() -> str:
    """A password to hand over: 20 characters, about 100 bits."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(5)) for _ in range(4))


def hash_token(token: str) -> str:
    """How a random token is kept: SHA-256 is enough where nothing can be guessed."""
    return hashlib.sha256(token.encode()).hexdigest()


def _check_password(faults: dict[str, Said], password: str) -> None:
    if len(password) < _SHORTEST_PASSWORD:
        faults["password"] = said(
            "Use at least {shortest_password} characters.", shortest_password=_SHORTEST_PASSWORD
        )
    elif len(password) > 1000:
        faults["password"] = said("Use at most 1000 characters.")
