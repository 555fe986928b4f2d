"""What was promised and what became of it, and how probes count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.measured.probe import ProbeVersion
from statuspage.domain.promises.promise import Promise, PromiseState, turns_late_at
from statuspage.domain.vocabulary.display import duration
from statuspage.render.words.links import code
from statuspage.render.words.locale import Locale
from statuspage.render.words.times import full_moment, moment
from statuspage.said import Said, said


def counting(locale: Locale, version: ProbeVersion) -> Markup:
    """How a probe counts, in one sentence."""
    rules = [locale.markup(rule) for rule in _rules(version)]
    return locale.markup("{rules}.", rules=Markup("; ").join(rules))


def _rules(version: ProbeVersion) -> Iterator[Said]:
    cadence, panel = version.cadence, version.panel
    if version.source:
        query = code(version.query)
        yield said("measured by {source}, asked {query}", source=version.source, query=query)
    seconds = cadence.interval.total_seconds() if cadence.interval else 0
    if seconds:
        yield said("a check every {length}", length=duration(int(seconds)))
    else:
        yield said("results are sent in")
    if cadence.fail_after > 1:
        yield said("a failure counts after {number} in a row", number=cadence.fail_after)
    else:
        yield said("each failure counts")
    if panel.quorum is not None and panel.quorum > 1:
        yield said("at least {number} locations must report", number=panel.quorum)
    elif panel.locations > 1 and panel.quorum:
        yield said("one of {number} locations must report", number=panel.locations)
    elif panel.locations > 1:
        yield said("more than half of {number} locations must report", number=panel.locations)
    if panel.vote == "partial":
        yield said("a failure at some of them counts as a partial outage")


def is_late(due: datetime, now: datetime) -> bool:
    """Whether a promised update that has not come counts as late."""
    return now >= turns_late_at(due)


def promise_of(promises: Iterable[Promise], key: str) -> Promise | None:
    """The promise of a key, such as that of the update that gave it; None when there is none."""
    return next((found for found in promises if found.key == key), None)


def next_word(
    locale: Locale, incident: Incident, zone: ZoneInfo, now: datetime, *, is_whole: bool = False
) -> Markup:
    """By when the next word of something open comes; whether it is late by the time first named.

    With `is_whole` each time has its day, whenever it is read.
    """
    first, due = incident.first_due, incident.next_due
    if first is None:
        return Markup()

    def show(instant: datetime) -> Markup:
        if is_whole:
            return full_moment(locale, instant, zone)
        return moment(locale, instant, zone, now)

    if is_late(first, now):
        late = said("The next update was due at {due} and is late.", due=show(first))
        if due is not None and due > now and due != first:
            late = said(
                "The next update was due at {due} and is late. It will now come by {time}.",
                due=show(first),
                time=show(due),
            )
        return locale.markup(late)
    if due is None or due == first:
        return locale.markup("Next update by {due}", due=show(first))
    if due > first:
        return locale.markup(
            "Next update by {time}, extended from {due}", time=show(due), due=show(first)
        )
    return locale.markup(
        "Next update by {time}, first promised by {due}", time=show(due), due=show(first)
    )


def promise_words(locale: Locale, given: Promise, zone: ZoneInfo, now: datetime) -> Markup:
    """What was promised, and what became of it; days are left out that are those of its update."""
    due = _dues(locale, given, zone)
    came = moment(locale, given.evidence_at, zone, given.made_at) if given.evidence_at else None
    state = given.state(max(now, given.evidence_at or now))
    return locale.markup(_unanswered(state, due) if came is None else _answered(state, due, came))


def _dues(locale: Locale, given: Promise, zone: ZoneInfo) -> Markup:
    """The time first named, and the last one when it is another."""
    first = moment(locale, given.dues[0], zone, given.made_at)
    if given.dues[-1] == given.dues[0]:
        return first
    last = moment(locale, given.dues[-1], zone, given.made_at)
    if given.dues[-1] > given.dues[0]:
        return locale.markup("{due} (extended to {time})", due=first, time=last)
    return locale.markup("{due} (then {time})", due=first, time=last)


def _unanswered(state: PromiseState, due: Markup) -> Said:
    if state is PromiseState.LATE:
        return said("The next update was due at {due} and is late.", due=due)
    if state is PromiseState.BROKEN:
        return said("The next update was due at {due} and never came.", due=due)
    return said("Next update promised by {due}.", due=due)


def _answered(state: PromiseState, due: Markup, came: Markup) -> Said:
    if state is PromiseState.KEPT:
        return said("Next update promised by {due}: kept.", due=due)
    if state is PromiseState.BROKEN:
        return said("Next update promised by {due}: broken, it came at {came}.", due=due, came=came)
    return said("Next update promised by {due}: late, it came at {came}.", due=due, came=came)
