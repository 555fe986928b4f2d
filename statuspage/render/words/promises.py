"""What was promised and what became of it, and how probes count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from statuspage.domain.measured.probe import ProbeVersion
from statuspage.domain.promises.promise import Promise, PromiseState, turns_late_at
from statuspage.domain.vocabulary.display import duration
from statuspage.render.words.locale import Locale
from statuspage.render.words.times import moment
from statuspage.said import Said, said


def counting(locale: Locale, version: ProbeVersion) -> str:
    """How a probe counts, in one sentence."""
    rules = [locale.say(rule) for rule in _rules(version)]
    return locale.say("{rules}.", rules="; ".join(rules))


def _rules(version: ProbeVersion) -> Iterator[Said]:
    cadence, panel = version.cadence, version.panel
    seconds = cadence.interval.total_seconds() if cadence.interval else 0
    if seconds:
        yield said("a result every {length}", length=duration(int(seconds)))
    else:
        yield said("results are pushed")
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
        yield said("a failure at some of them is a partial outage")


def is_late(due: datetime, now: datetime) -> bool:
    """Whether a promised update that has not come counts as late."""
    return now >= turns_late_at(due)


def promise_made_at(promises: Iterable[Promise], made_at: datetime) -> Promise | None:
    """The promise that an update of this time gave, if it gave one."""
    return next((found for found in promises if found.made_at == made_at), None)


def promise_words(locale: Locale, given: Promise, zone: ZoneInfo, now: datetime) -> Markup:
    """What was promised, and what became of it; days are left out that are those of its update."""
    due = moment(locale, given.dues[0], zone, given.made_at)
    came = moment(locale, given.evidence_at, zone, given.made_at) if given.evidence_at else None
    state = given.state(max(now, given.evidence_at or now))
    return locale.markup(_unanswered(state, due) if came is None else _answered(state, due, came))


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
