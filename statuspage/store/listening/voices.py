"""Voices: what people said, each its own private row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from peewee import Case, ModelSelect, fn

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
    """How many people want each outcome, by channel: who left the same address counts once."""
    found: dict[str, Counter[str]] = {slug: Counter() for slug in slugs}
    person = Case(None, [(Row.subscription != "", Row.subscription)], Row.key)
    counts_for_one = (Row.state == VoiceState.HEARD) & Row.outcome.in_(list(slugs))
    people = (
        Row.select(Row.outcome, fn.MIN(Row.channel).alias("channel"))
        .where(counts_for_one)
        .group_by(Row.outcome, person)
        .alias("people")
    )
    query = Row.select(people.c.outcome, people.c.channel, fn.COUNT(people.c.channel)).from_(people)
    rows: Any = query.group_by(people.c.outcome, people.c.channel).tuples()
    for slug, channel, number in rows:
        found[slug][str(channel)] = number
    return found


def alike(texts: Collection[str]) -> Mapping[str, int]:
    """How often each of some texts was said, word for word."""
    said = Row.text.in_([one for one in texts if one])
    rows: Any = Row.select(Row.text, fn.COUNT(Row.key)).where(said).group_by(Row.text).tuples()
    return dict(rows)


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
    """Forget what some said and who is told of it; that they were there still counts.

    Of what one person said for one outcome a single voice is left, for nobody knows then that
    all of it was theirs.
    """
    again = _said_again(keys)
    delete(again)
    gone = {"text": "", "subject": "", "why": "", "subscription": "", "may_quote": False}
    Row.update(**gone).where(Row.key.in_(list(set(keys) - again))).execute()


def _said_again(keys: Collection[str]) -> set[str]:
    """Those of some that are counted with another voice of the same person."""
    own = (Row.state == VoiceState.HEARD) & (Row.subscription != "")
    theirs = Row.select(Row.subscription).where(own & Row.key.in_(list(keys)))
    rows: Any = (
        Row.select(Row.key, Row.subscription, Row.outcome)
        .where(own & Row.subscription.in_(theirs))
        .order_by(Row.at, Row.key)
        .tuples()
    )
    by_person: dict[tuple[str, str], list[str]] = {}
    for key, subscription, outcome in rows:
        by_person.setdefault((subscription, outcome), []).append(key)
    again = set()
    for every in by_person.values():
        chosen = [key for key in every if key in keys]
        again.update(chosen[1:] if len(chosen) == len(every) else chosen)
    return again


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
