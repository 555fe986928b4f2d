"""What an answer of a Library is about: the topics that a write to it raises, and its instants."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.library.topics import (
    ERASED,
    HAPPENING,
    NEW_INCIDENT,
    figures_topic,
    first_topic,
    month_of,
    months,
    named_topic,
    series_topic,
    watched_topic,
)
from statuspage.domain.promises.pledge import Pledge
from statuspage.domain.promises.promise import next_update_promises, turns_late_at
from statuspage.domain.record.kinds.registry import KINDS
from statuspage.domain.vocabulary.entry import Published

_MOMENT = timedelta(microseconds=1)
_MINUTE = timedelta(minutes=1)
_LONG = timedelta(days=750)
LATE = timedelta(hours=2)
"""Results that come later than this raise a topic, also when no state changes by them."""

Method = TypeVar("Method", bound=Callable[..., Any])


def _none(*_: Any) -> Iterator[Any]:
    return iter(())


@dataclass(frozen=True)
class About:
    """Topics by what was asked and by the answer, and instants at which the answer turns."""

    asked: Callable[..., Iterable[str]] = _none  # (*given)
    told: Callable[..., Iterable[str]] = _none  # (answer, *given)
    over: Callable[..., Iterable[str]] = _none  # (now, *given)
    turns: Callable[..., Iterable[datetime]] = _none  # (now, answer, *given)
    each: int | None = None  # which of the given names several of which each has its own answer
    several: str = ""  # the question that answers the same of several at once, if there is one


def about(
    *topics: str,
    asked: Callable[..., Iterable[str]] = _none,
    told: Callable[..., Iterable[str]] = _none,
    over: Callable[..., Iterable[str]] = _none,
    turns: Callable[..., Iterable[datetime]] = _none,
    each: int | None = None,
    several: str = "",
) -> Callable[[Method], Method]:
    """Say of a question what its answers are about. `topics` are those of any answer.

    With `each` what is given at that place names several things, and the answer is a mapping by
    them; one of which there is nothing may be absent. With `several` what was answered to that
    question, asked of several at once, is not asked again.
    """

    def all_topics(*given: Any) -> Iterable[str]:
        return (*topics, *asked(*given))

    def mark(method: Method) -> Method:
        method.about = About(all_topics, told, over, turns, each, several)  # type: ignore[attr-defined]  # read by Library
        return method

    return mark


def in_its_time(base: Callable[..., Iterable[str]], place: int = 0) -> Callable[..., Iterable[str]]:
    """The topics of an answer about a stretch of time, given as start and end at some place.

    What is over rests on its months alone, so that what happens now makes nothing of it anew; what
    goes on, or is long, rests on the topics as a whole.
    """

    def rule(now: datetime, *given: Any) -> Iterable[str]:
        start, end = given[place], given[place + 1]
        topics = base(*given)
        if end > now - LATE or end - start > _LONG:
            return topics
        touched = list(months(start, max(start, end - _MOMENT)))  # its end is not part of it
        return [f"{topic}@{month}" for topic in topics for month in touched]

    return rule


def happening(*_: Any) -> Iterable[str]:
    """The topics of whatever incidents and planned work there are."""
    return ("incidents", "maintenance")


def begun(now: datetime, start: datetime, end: datetime) -> Iterable[str]:
    """The topics of which incidents and planned work began in a stretch of time."""
    return (NEW_INCIDENT,) if end > now - LATE else in_its_time(happening)(now, start, end)


def planned(*_: Any) -> Iterable[str]:
    """The topic of planned work."""
    return ("maintenance",)


def one_series(number: int, *_: Any) -> Iterable[str]:
    """The topic of what one probe saw from one place."""
    return (series_topic(number),)


def each_series(numbers: Iterable[int], *_: Any) -> Iterable[str]:
    """The same of several."""
    return [series_topic(number) for number in numbers]


def beginnings(numbers: Iterable[int]) -> Iterable[str]:
    """The topics of when some series began: only what comes late changes that."""
    return [first_topic(series_topic(number)) for number in numbers]


def watched(components: Iterable[str]) -> Iterable[str]:
    """The topics of what watches some components."""
    return [watched_topic(one) for one in components]


def named(paths: Iterable[str]) -> Iterable[str]:
    """The topics of which entries lead to some pages."""
    return map(named_topic, paths)


def first_told(components: Iterable[str]) -> Iterable[str]:
    """The topics of since when anything is told of some components."""
    return [first_topic(topic) for topic in each_component(components)]


def written(found: Collection[Any], *given: Any) -> Iterable[str]:
    """The topics of entries of the record, of which so many were asked for as is given last.

    When all of them are there they stay as they are, but for texts that are erased.
    """
    return ("record",) if len(found) < given[-1] else (ERASED,)


def one_incident(key: str) -> Iterable[str]:
    """The topic of one incident."""
    return (f"incident:{key}",)


def each_incident(found: Iterable[Incident]) -> Iterable[str]:
    """The topics of some incidents."""
    return [f"incident:{one.key}" for one in found]


def each_component(found: Iterable[str]) -> Iterable[str]:
    """The topics of some components: whatever touches or measures them."""
    return [f"component:{one}" for one in found]


def last_components(*given: Any) -> Iterable[str]:
    """The same of a question that names them last."""
    return each_component(given[-1])


def is_reached(found: bool, kinds: Iterable[str], *given: Any) -> Iterable[str]:
    """The topics of whether a journal has so many rows: once it has, it has."""
    return () if found else journal(kinds, *given[1:])


def listed(found: Sequence[Published], kinds: Iterable[str], *given: Any) -> Iterable[str]:
    """The topics of some rows of a journal, counted from the oldest, from a place on, so many.

    A full page stays as it is: its rows may change, or one may come in before its last.
    """
    if len(found) < given[1]:
        return journal(kinds, *given[2:])
    rows = {f"incident:{row.key}" if row.kind in _HAPPEN else _kind(row.kind) for row in found}
    return [f"journal@{month_of(found[-1].published_at)}", *rows]


def spoken_updates(found: Sequence[tuple[str, str, datetime]], *given: Any) -> Iterable[str]:
    """The same of the updates of incidents."""
    if len(found) < given[-1]:
        return HAPPENING
    return [f"journal@{month_of(found[-1][2])}", *(f"incident:{key}" for key, *_ in found)]


def is_spoken(found: bool, *_: Any) -> Iterable[str]:
    """Whether there are so many updates."""
    return () if found else HAPPENING


def _kind(kind: str) -> str:
    return _OF_KIND.get(kind, kind)


def journal(kinds: Iterable[str], *given: Any) -> Iterable[str]:
    """The topics of what a journal lists: its kinds, or the one component it is of."""
    component = given[-1] if given else None
    if isinstance(component, str):
        return (f"component:{component}",)
    return [_kind(kind) for kind in kinds]


_HAPPEN = ("incident", "maintenance")
_OF_KIND = {"incident": "incidents", "promise_made": "slas", "sla": "slas", "figure": "figures"}


def figures(sla: str, *_: Any) -> Iterable[str]:
    """The same of a question that names it first."""
    return (figures_topic(sla),)


def each_figures(slas: Iterable[str]) -> Iterable[str]:
    """The same of several."""
    return map(figures_topic, slas)


def figures_of_periods(named: Iterable[tuple[str, str]]) -> Iterable[str]:
    """The same of some periods, each told by its SLA and its name."""
    return {figures_topic(sla) for sla, _ in named}


def subjects(named: Iterable[str]) -> Iterable[str]:
    """The topics of some subjects of the record. Whoever names an update has read its incident."""
    for subject in named:
        kind, _, name = subject.partition("/")
        if topic := KINDS[kind].topic:
            yield topic.format(name=name, first=name.partition("/")[0])


def late_words(_: datetime, found: Iterable[Incident], *__: Any) -> Iterator[datetime]:
    """When the promised next words of some incidents are late."""
    for one in found:
        if one.first_due is not None:
            yield turns_late_at(one.first_due)


def every_promise(now: datetime, found: Iterable[Incident], *_: Any) -> Iterator[datetime]:
    """When any promise of a next word turns by itself."""
    for incident in found:
        for one in next_update_promises(incident):
            if (at := one.turns_at(now)) is not None:
                yield at


def pledges(now: datetime, found: Iterable[Pledge], *_: Any) -> Iterator[datetime]:
    """When any promise made after an incident turns by itself."""
    for one in found:
        if (at := one.promise.turns_at(now)) is not None:
            yield at


def of_one(rule: Callable[..., Iterator[datetime]]) -> Callable[..., Iterator[datetime]]:
    """A rule for several, for one."""
    return lambda now, found, *_: rule(now, [found])


def incidents_by_key(found: Mapping[str, Incident], *_: Any) -> Iterable[str]:
    """The topics of some incidents told by their keys."""
    return each_incident(found.values())


def late_words_by_key(now: datetime, found: Mapping[str, Incident], *_: Any) -> Iterator[datetime]:
    """When the promised next words of these are late."""
    return late_words(now, found.values())


def late_words_by_component(
    now: datetime, found: Mapping[str, Iterable[Incident]], *_: Any
) -> Iterator[datetime]:
    """The same of those that are told by the components they touch."""
    for some in found.values():
        yield from late_words(now, some)


def until_next_minute(now: datetime, *_: Any) -> Iterator[datetime]:
    """Results come in without a topic while nothing changes: a page shows them by the minute."""
    yield now.replace(second=0, microsecond=0) + _MINUTE


def by_the_minute(now: datetime, _: Any, *given: Any) -> Iterator[datetime]:
    """The same of a question about (series, start, end), while results of then may come in."""
    return until_next_minute(now) if given[2] > now - LATE else iter(())
