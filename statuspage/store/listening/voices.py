"""Voices: what people said, each its own private row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from peewee import ModelSelect, fn

from statuspage.domain.listening.voice import Voice, VoiceState
from statuspage.errors import NotFound
from statuspage.said import said
from statuspage.store.fields import shared
from statuspage.store.tables.listening import Voice as Row

_SHARED = shared(Voice, Row)
_SAYS = (Row.text != "") | (Row.subject != "") | (Row.subscription != "") | (Row.why != "")


def by_key(key: str) -> Voice | None:
    """One, if it is known."""
    return next(iter(_facts(Row.select().where(Row.key == key))), None)


def named(keys: Collection[str]) -> list[Voice]:
    """Several, the oldest first. Raises NotFound when one of them is not known."""
    found = known(keys)
    missing = set(keys) - {one.key for one in found}
    if missing:
        raise NotFound(said("There is no comment '{key}' any more.", key=min(missing)))
    return found


def known(keys: Collection[str]) -> list[Voice]:
    """The same, without those that are gone."""
    return _facts(Row.select().where(Row.key.in_(list(keys))).order_by(Row.at, Row.key))


def held(limit: int | None = None, offset: int = 0) -> list[Voice]:
    """Those that nobody has looked at yet, the oldest first."""
    query = Row.select().where(Row.state == VoiceState.HELD)
    return _facts(query.order_by(Row.at, Row.key).limit(limit).offset(offset))


def count_held() -> int:
    """How many of those there are."""
    return int(Row.select().where(Row.state == VoiceState.HELD).count())


def held_at() -> list[datetime]:
    """When each of those came, the oldest first."""
    rows: Any = Row.select(Row.at).where(Row.state == VoiceState.HELD).order_by(Row.at).tuples()
    return [at for (at,) in rows]


def oldest_held() -> datetime | None:
    """When the one came that waits longest."""
    found = Row.select(Row.at).where(Row.state == VoiceState.HELD).order_by(Row.at).first()
    return None if found is None else found.at


def decided_since(instant: datetime) -> list[str]:
    """The outcomes for which voices count that were decided on since."""
    query = Row.select(Row.outcome).where(
        (Row.state == VoiceState.HEARD) & (Row.decided_at >= instant)
    )
    rows: Any = query.distinct().order_by(Row.outcome).tuples()
    return [slug for (slug,) in rows]


def of_outcome(slug: str, state: VoiceState | None = VoiceState.HEARD) -> list[Voice]:
    """Those of one outcome, the oldest first."""
    query = Row.select().where(Row.outcome == slug)
    if state is not None:
        query = query.where(Row.state == state)
    return _facts(query.order_by(Row.at, Row.key))


def outcomes_followed() -> list[str]:
    """The slugs of outcomes with voices that count, of people who can be written to."""
    told = (Row.state == VoiceState.HEARD) & (Row.outcome != "") & (Row.subscription != "")
    rows: Any = Row.select(Row.outcome).where(told).distinct().order_by(Row.outcome).tuples()
    return [slug for (slug,) in rows]


def of_subscription(key: str) -> list[Voice]:
    """Those of whoever is told by one subscription, the oldest first."""
    return _facts(Row.select().where(Row.subscription == key).order_by(Row.at, Row.key))


def newest(limit: int, state: VoiceState | None = None) -> list[Voice]:
    """Whatever was said, the newest first; of one state alone where it is named."""
    query = Row.select() if state is None else Row.select().where(Row.state == state)
    return _facts(query.order_by(Row.at.desc(), Row.key).limit(limit))


def with_text() -> list[Voice]:
    """Those of which the words are still kept."""
    return _facts(Row.select().where((Row.text != "") | (Row.subject != "")))


def counts(slugs: Collection[str]) -> Mapping[str, Mapping[str, int]]:
    """How many voices count for each outcome, by channel."""
    found: dict[str, Counter[str]] = {slug: Counter() for slug in slugs}
    query = Row.select(Row.outcome, Row.channel, fn.COUNT(Row.key)).where(
        (Row.state == VoiceState.HEARD) & Row.outcome.in_(list(slugs))
    )
    rows: Any = query.group_by(Row.outcome, Row.channel).tuples()
    for slug, channel, number in rows:
        found[slug][str(channel)] = number
    return found


def put(voice: Voice) -> None:
    """Keep a new one."""
    Row.create(**{name: getattr(voice, name) for name in _SHARED})


def change(key: str, **values: Any) -> None:
    """Set columns of one."""
    Row.update(**values).where(Row.key == key).execute()


def delete(keys: Collection[str]) -> None:
    """Forget some whole."""
    Row.delete().where(Row.key.in_(list(keys))).execute()


def forget_words(keys: Collection[str]) -> None:
    """Forget what some said and who is told of it; that they were there still counts."""
    gone = {"text": "", "subject": "", "why": "", "subscription": "", "may_quote": False}
    Row.update(**gone).where(Row.key.in_(list(keys))).execute()


def with_words(
    state: VoiceState, before: datetime, limit: int, outcomes: Collection[str] | None = None
) -> list[Voice]:
    """Those of a state that came before an instant and still say something, the oldest first; of
    some outcomes alone where these are named.
    """
    query = Row.select().where((Row.state == state) & (Row.at < before) & _SAYS)
    if outcomes is not None:
        query = query.where(Row.outcome.in_(list(outcomes)))
    return _facts(query.order_by(Row.at, Row.key).limit(limit))


def outcomes_with_words(before: datetime) -> list[str]:
    """The outcomes of which voices that came before an instant still say something."""
    query = Row.select(Row.outcome).where(
        (Row.state == VoiceState.HEARD) & (Row.at < before) & _SAYS
    )
    rows: Any = query.distinct().order_by(Row.outcome).tuples()
    return [slug for (slug,) in rows]


def _facts(query: ModelSelect[Any]) -> list[Voice]:
    return [
        Voice(
            **{name: getattr(row, name) for name in _SHARED} | {"components": tuple(row.components)}
        )
        for row in query
    ]
