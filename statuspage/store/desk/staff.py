"""Staff accounts and their sessions. Passwords are kept as argon2 hashes, tokens as SHA-256."""

from __future__ import annotations

from datetime import datetime
from difflib import get_close_matches

from statuspage.domain.desk.staff import Role, Session, SignedIn, Staff
from statuspage.errors import NotFound
from statuspage.said import Said, said
from statuspage.store.tables import staff as tables

_FEW = 12  # names that one line can hold


def all_staff() -> list[Staff]:
    """Every account, by name."""
    return [_fact(row) for row in tables.Staff.select().order_by(tables.Staff.name)]


def by_name(name: str) -> Staff:
    """Raises NotFound."""
    return _fact(_row(name))


def password_hash(name: str) -> str | None:
    """The hash of an enabled account, or None."""
    row = tables.Staff.get_or_none((tables.Staff.name == name) & tables.Staff.disabled_at.is_null())
    return None if row is None else str(row.password_hash)


def is_enabled(name: str) -> bool:
    """Whether there is an account of this name that was not closed."""
    return password_hash(name) is not None


def insert(name: str, password_hash: str, role: Role, at: datetime) -> None:
    """A new account."""
    tables.Staff.create(name=name, password_hash=password_hash, role=role, created_at=at)


def exists(name: str) -> bool:
    """Whether the name is taken."""
    return tables.Staff.get_or_none(tables.Staff.name == name) is not None


def set_password(name: str, password_hash: str) -> None:
    """Raises NotFound."""
    row = _row(name)
    row.password_hash = password_hash
    row.save()


def disable(name: str, at: datetime | None) -> None:
    """Close an account, or open it again. Raises NotFound."""
    row = _row(name)
    row.disabled_at = at
    row.save()


def set_role(name: str, role: Role) -> None:
    """Raises NotFound."""
    row = _row(name)
    row.role = role
    row.save()


def admins() -> list[str]:
    """Who can manage accounts now, by name."""
    admin = (tables.Staff.role == Role.ADMIN) & tables.Staff.disabled_at.is_null()
    rows = tables.Staff.select().where(admin).order_by(tables.Staff.name)
    return [row.name for row in rows]


def _row(name: str) -> tables.Staff:
    row = tables.Staff.get_or_none(tables.Staff.name == name)
    if row is None:
        raise NotFound(_unknown(name))
    return row


def _unknown(name: str) -> Said:
    names = [one.name for one in all_staff()]
    known = names if len(names) <= _FEW else get_close_matches(name.lower(), names, n=3)
    if not known:
        return said("There is no staff account '{name}'.", name=name)
    return said("There is no staff account '{name}'; known: {known}.", name=name, known=known)


def _fact(row: tables.Staff) -> Staff:
    return Staff(row.name, Role(row.role), row.created_at, row.disabled_at)


def start_session(
    token_hash: str,
    name: str,
    at: datetime,
    expires: datetime,
    agent: str,
    *,
    address: str = "",
    proven_at: datetime | None = None,
) -> None:
    """A new session; those that expired are cleared away on this occasion."""
    tables.Session.delete().where(tables.Session.expires_at <= at).execute()
    tables.Session.create(
        token_hash=token_hash,
        staff=name,
        created_at=at,
        expires_at=expires,
        agent=agent[:200],
        seen_at=at,
        address=address,
        proven_at=proven_at,
    )


def live_session(token_hash: str, now: datetime) -> SignedIn | None:
    """Whose live session this is, or None."""
    row = (
        tables.Session.select(tables.Session, tables.Staff)
        .join(tables.Staff)
        .where(
            (tables.Session.token_hash == token_hash)
            & (tables.Session.expires_at > now)
            & tables.Staff.disabled_at.is_null()
        )
        .get_or_none()
    )
    return None if row is None else SignedIn(_fact(row.staff), _session(row))


def sessions_of(name: str, now: datetime) -> list[Session]:
    """The live sessions of an account, the one seen last first."""
    mine = (tables.Session.staff == name) & (tables.Session.expires_at > now)
    rows = tables.Session.select().where(mine).order_by(tables.Session.seen_at.desc())
    return [_session(row) for row in rows]


def _session(row: tables.Session) -> Session:
    return Session(
        public_id(row.token_hash),
        row.agent,
        row.address,
        row.created_at,
        row.seen_at,
        row.proven_at,
    )


def prove_session(token_hash: str, fresh: str, at: datetime) -> bool:
    """Give a session a new hash, and note that its owner was there; whether there was one."""
    this = tables.Session.token_hash == token_hash
    return bool(tables.Session.update(token_hash=fresh, proven_at=at).where(this).execute())


def public_id(token_hash: str) -> str:
    """What a session is called on pages and in forms; it opens nothing."""
    return token_hash[:16]


def mark_seen(token_hash: str, at: datetime, address: str) -> None:
    """A session was at work."""
    seen = tables.Session.update(seen_at=at, address=address)
    seen.where(tables.Session.token_hash == token_hash).execute()


def end_session(token_hash: str) -> None:
    """Revoke one session."""
    tables.Session.delete().where(tables.Session.token_hash == token_hash).execute()


def end_session_of(name: str, public: str) -> bool:
    """Revoke the session of an account with a public id; whether there was one."""
    rows = tables.Session.select().where(tables.Session.staff == name)
    found = [row.token_hash for row in rows if public_id(row.token_hash) == public]
    return bool(tables.Session.delete().where(tables.Session.token_hash.in_(found)).execute())


def end_sessions_of(name: str, *, but: str = "") -> int:
    """Revoke every session of an account but the one with a hash; returns how many."""
    others = (tables.Session.staff == name) & (tables.Session.token_hash != but)
    return int(tables.Session.delete().where(others).execute())
