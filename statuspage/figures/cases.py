"""What the indicators of support cases share: which cases count, their rows, their shares."""

from __future__ import annotations

import math
from collections import ChainMap, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from statuspage.config import Settings, Sla
from statuspage.domain.library.library import Library
from statuspage.domain.measured import support
from statuspage.domain.measured.repair import Lengths, times
from statuspage.domain.measured.support import Case, CaseOutcome, Clock, JudgedCase
from statuspage.domain.promises.figure import FEW_EVENTS
from statuspage.domain.promises.late import LateKind
from statuspage.domain.vocabulary import display
from statuspage.domain.vocabulary.business_time import Calendar
from statuspage.domain.vocabulary.opening import opening
from statuspage.figures.indicator import Indicator, of_few
from statuspage.figures.ledger import Ledger, instant, instant_or_empty
from statuspage.figures.reckoning import Question, Reckoning, of_enough
from statuspage.render.views import Share
from statuspage.said import Said, said

CLOCKED = ("first_response", "resolution")

_HEADER = (
    *("case", "priority", "opened_at", "waiting", "done_at", "calendar", "due"),
    *("agent_replies", "reopened", "came_back_at", "outcome", "counts_as"),
)
_Seconds = Callable[[Case, Calendar, datetime], int]
_Judges = Callable[[Question], list[JudgedCase]]


def indicator(
    name: str,
    judged: _Judges,
    done_at: Callable[[Case], datetime | None],
    seconds: _Seconds,
    *,
    promise: Callable[[Sla], Said],
    rule: Callable[[Sla], Sequence[Said]],
    needed: Mapping[str, str] = MappingProxyType({}),
    defaults: Mapping[str, Any] = MappingProxyType({}),
    settles_after: Callable[[Sla], timedelta] = lambda _: timedelta(0),
) -> Indicator:
    """An indicator of cases: which are judged, when each was done, how long that took."""

    def reckon(question: Question) -> Reckoning:
        """Cases in the period; unknown are those not decided yet."""
        return of_enough(support.counts(judged(question)), question.sla.min_events)

    return Indicator(
        name,
        reckon,
        lambda question: _ledger(question, judged(question), done_at),
        promise,
        rule,
        takes=("within", "calendar", "priorities"),
        needed=needed,
        defaults=defaults,
        rests_on=lambda sla, kind: (
            (timedelta(0), settles_after(sla)) if kind is LateKind.CASES else None
        ),
        settles_after=settles_after,
        first_known=lambda library, _: library.cases.first_opened(),
        evidence=lambda question: {"shares": _shares(judged(question), seconds, question.now)},
    )


def chosen(sla: Sla, judged: Iterable[JudgedCase]) -> list[JudgedCase]:
    """Those of the priorities that an SLA names."""
    return [one for one in judged if not sla.priorities or one.case.priority in sla.priorities]


def clock_words(sla: Sla) -> Said:
    """By which hours time is counted, as a part of a rule."""
    if not sla.calendar:
        return said("counted round the clock")
    return said("counted in the open hours of the calendar {calendar}", calendar=sla.calendar)


def limits(sla: Sla) -> list[Said]:
    """Which cases count, as parts of a rule."""
    named = ", ".join(sla.priorities)
    return [*([said("only priority {named}", named=named)] if named else []), *of_few(sla)]


def on_time(question: Question, clock: Clock) -> list[JudgedCase]:
    """The cases whose clock ran out in a period, in order of their due dates.

    Each under the calendar it came under.
    """
    within, span = question.sla.within, question.period.span
    assert within is not None  # noqa: S101
    calendars = _calendars(question.library, question.sla, question.settings)
    since = min(support.clock_from(one, within, span.start) for one in calendars.values())
    by_calendar: dict[Calendar, list[Case]] = defaultdict(list)
    for kept in question.library.cases.running_since(since, span.end):
        by_calendar[calendars[kept.calendars]].append(kept.case)
    found = [
        one
        for calendar, known in by_calendar.items()
        for one in support.on_time(
            known, clock, span, question.now, within=within, calendar=calendar
        )
    ]
    return chosen(question.sla, sorted(found, key=lambda one: (one.due, one.case.id)))


def calendar_versions(library: Library, sla: Sla, settings: Settings) -> dict[Calendar, int]:
    """Each calendar that cases of an SLA ran by, with the number of the first set that held it."""
    found: dict[Calendar, int] = {}
    for number, calendar in sorted(_calendars(library, sla, settings).items()):
        found.setdefault(calendar, number)
    return found


def _calendars(library: Library, sla: Sla, settings: Settings) -> Mapping[int, Calendar]:
    """The calendar of an SLA by the number of the set a case keeps."""
    present = {calendar.id: calendar for calendar in settings.calendars}
    sets = library.cases.calendar_sets() or {0: present}
    # One that was added after a case came in, or taken out before, is taken as it was last.
    known = ChainMap(present, *map(dict, reversed(sets.values())))
    name = sla.calendar or ""
    return {
        number: opening(kept.get(name) or known.get(name), settings.site.timezone)
        for number, kept in sets.items()
    }


def _shares(judged: Sequence[JudgedCase], seconds: _Seconds, now: datetime) -> list[Share]:
    """One for each priority, that of cases without one last, then the total."""
    split = sorted(support.by_priority(judged).items(), key=lambda item: not item[0])
    parts = [_share(name, some, _taken(some, seconds, now)) for name, some in split]
    return [*parts, _share(said("all"), judged, _taken(judged, seconds, now))] if parts else []


def _taken(judged: Sequence[JudgedCase], seconds: _Seconds, now: datetime) -> Lengths | None:
    """How long the decided ones took in open hours; one that is overdue so long so far."""
    return times(
        seconds(one.case, one.calendar, now)
        for one in judged
        if one.calendar is not None and one.outcome is not CaseOutcome.UNDECIDED
    )


def _share(name: Said | str, judged: Sequence[JudgedCase], taken: Lengths | None) -> Share:
    counts = support.counts(judged)
    words = said("not decided yet")
    if counts.measured and counts.total < FEW_EVENTS:
        words = said("{good} of {all}", good=counts.good, all=counts.measured)
    elif counts.measured:
        words = display.headline(counts.good, counts.bad, 0).words
    median = None if taken is None else math.ceil(taken.median)
    return Share(name, int(counts.good), int(counts.bad), int(counts.unknown), words, median)


def _ledger(
    question: Question, judged: Iterable[JudgedCase], done_at: Callable[[Case], datetime | None]
) -> Ledger:
    """The cases that count, in order of their due dates; waiting as from/to, joined by ";".

    `calendar` is the version that the clock ran by, as the document of the SLA numbers them.
    """
    versions = calendar_versions(question.library, question.sla, question.settings)
    return Ledger(_HEADER, [_case(one, done_at(one.case), versions) for one in judged])


def _case(
    one: JudgedCase, done_at: datetime | None, versions: Mapping[Calendar, int]
) -> tuple[str, ...]:
    case = one.case
    waiting = (f"{instant(start)}/{instant_or_empty(end)}" for start, end in case.waiting)
    return (
        case.id,
        case.priority,
        instant(case.opened_at),
        ";".join(waiting),
        instant_or_empty(done_at),
        "" if one.calendar is None else str(versions[one.calendar]),
        instant(one.due),
        str(case.agent_replies),
        "yes" if case.reopened else "no",
        instant_or_empty(one.came_back),
        one.outcome.value,
        _counts_as(one.outcome),
    )


def _counts_as(outcome: CaseOutcome) -> str:
    if outcome is CaseOutcome.UNDECIDED:
        return "unknown"
    return "bad" if outcome.is_bad else "good"
