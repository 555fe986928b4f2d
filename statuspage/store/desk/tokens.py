"""API tokens, kept as SHA-256 of their secrets."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from difflib import get_close_matches

from statuspage.domain.desk.token import Token
from statuspage.errors import NotFound
from statuspage.said import Said, said
from statuspage.store.tables.staff import Token as Row

_FEW = 12  # names that one line can hold
_LIVE = Row.revoked_at.is_null()


def all_tokens() -> list[Token]:
    """Every token there ever was, by name, the oldest first."""
    return [_fact(row) for row in Row.select().order_by(Row.name, Row.created_at)]


def live(token_hash: str) -> Token | None:
    """The token with this hash, or None when there is none or it was revoked."""
    row = Row.get_or_none((Row.token_hash == token_hash) & _LIVE)
    return None if row is None else _fact(row)


def is_taken(name: str) -> bool:
    """Whether a live token has this name."""
    return Row.get_or_none((Row.name == name) & _LIVE) is not None


def insert(
    token_hash: str,
    name: str,
    scopes: Iterable[str],
    at: datetime,
    expires_at: datetime | None = None,
) -> None:
    """A new token."""
    Row.create(
        token_hash=token_hash,
        name=name,
        scopes=list(scopes),
        created_at=at,
        expires_at=expires_at,
    )


def note_use(token_hash: str, at: datetime) -> None:
    """It was used."""
    Row.update(used_at=at).where(Row.token_hash == token_hash).execute()


def revoke(name: str, at: datetime) -> None:
    """Close the live token of this name. Raises NotFound."""
    if not Row.update(revoked_at=at).where((Row.name == name) & _LIVE).execute():
        raise NotFound(_unknown(name))


def _unknown(name: str) -> Said:
    live = sorted({row.name for row in Row.select().where(_LIVE)})
    known = live if len(live) <= _FEW else get_close_matches(name, live, n=3)
    if not known:
        return said("There is no live token '{name}'.", name=name)
    return said("There is no live token '{name}'; known: {known}.", name=name, known=known)


def _fact(row: Row) -> Token:
    return Token(
        row.token_hash,
        row.name,
        tuple(row.scopes),
        row.created_at,
        row.revoked_at,
        row.expires_at,
        row.used_at,
    )
