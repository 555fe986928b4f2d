"""Subscribers that another system knows: taken as confirmed there, and told nothing of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from statuspage import clock
from statuspage.actions.telling.asking import SubscriptionWish, checked
from statuspage.domain.telling.filter import Filter
from statuspage.domain.telling.subscription import (
    Channel,
    HowOften,
    Subscription,
    SubscriptionState,
)
from statuspage.domain.vocabulary.times import parse_instant
from statuspage.errors import InvalidInput, InvalidRows, RowFault
from statuspage.said import Said, said
from statuspage.store import db
from statuspage.store.keys import new_key
from statuspage.store.settings import site
from statuspage.store.telling import subscriptions

COLUMNS = ("channel", "address", "owner", "language", "how_often", "confirmed_at", "state")
"""What a table may hold; lines of JSON may have a filter besides."""

_AT_ONCE = 500
_LEFT_OUT = (SubscriptionState.ENDED, SubscriptionState.PENDING)


@dataclass(frozen=True)
class Imported:
    """How many were new, were here already, and had asked not to be written to."""

    taken: int = 0
    known: int = 0
    refused: int = 0


def import_subscribers(rows: Iterable[tuple[int, Any]]) -> Imported:
    """Take rows, each with its line; whoever left here before stays away. Raises InvalidRows."""
    faults: list[RowFault] = []
    with db.snapshot():
        read = list(_read(rows, faults))
    if faults:
        raise InvalidRows(faults)
    found = Imported()
    waiting = iter(read)
    while some := list(islice(waiting, _AT_ONCE)):
        with db.transaction():
            found = _taken(some, found)
    return found


def _taken(some: Sequence[Subscription], so_far: Imported) -> Imported:
    taken, known, refused = so_far.taken, so_far.known, so_far.refused
    for one in some:
        if one.state in _LEFT_OUT or subscriptions.suppressed(one.address):
            refused += 1
        elif subscriptions.live_of(one.channel, one.address) is not None:
            known += 1
        else:
            subscriptions.insert(one)
            taken += 1
    return Imported(taken, known, refused)


def _read(rows: Iterable[tuple[int, Any]], faults: list[RowFault]) -> Iterator[Subscription]:
    for line, row in rows:
        if not isinstance(row, dict):
            faults.append(RowFault(line, "", said("Write an object with an address.")))
            continue
        try:
            yield _subscription(row)
        except InvalidInput as error:
            faults += [RowFault(line, name, text) for name, text in error.faults.items()]


def _subscription(row: dict[str, Any]) -> Subscription:
    now, wrong = clock.now(), dict[str, Said]()
    text = {name: str(row.get(name) or "") for name in COLUMNS}
    chosen = {
        "channel": _one_of(Channel, text["channel"] or Channel.MAIL, "channel", wrong),
        "how_often": _one_of(HowOften, text["how_often"] or HowOften.INSTANT, "how_often", wrong),
        "state": _one_of(
            SubscriptionState, text["state"] or SubscriptionState.ACTIVE, "state", wrong
        ),
    }
    try:
        wanted = Filter.load(row.get("filter") or {})
    except (ValueError, AttributeError, TypeError):
        wrong["filter"] = said("This is not a filter as `subscriber export` writes it.")
    try:
        confirmed_at = (
            parse_instant(text["confirmed_at"], site().zone) if text["confirmed_at"] else now
        )
    except ValueError:
        wrong["confirmed_at"] = said("Write a time such as 2026-07-01T12:00:00Z.")
    if wrong:
        raise InvalidInput(wrong)
    wish = checked(
        SubscriptionWish(
            chosen["channel"],
            text["address"],
            owner=text["owner"],
            filter=wanted,
            language=text["language"],
            how_often=chosen["how_often"],
        )
    )
    return Subscription(
        new_key(),
        wish.channel,
        wish.address,
        now,
        chosen["state"],
        wish.filter,
        wish.language,
        wish.how_often,
        confirmed_at=confirmed_at,
        owner=wish.owner,
    )


def _one_of(kind: Any, value: str, name: str, wrong: dict[str, Said]) -> Any:
    try:
        return kind(value)
    except ValueError:
        known = [str(one) for one in kind]
        wrong[name] = said("'{value}' is not known here. Known: {known}.", value=value, known=known)
        return None
