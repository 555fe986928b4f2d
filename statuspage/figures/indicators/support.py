"""The indicators `first_response`, `resolution` and `first_contact_resolution`, from cases."""

from __future__ import annotations

from collections import ChainMap, defaultdict
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from statuspage import config
from statuspage.config import Settings, Sla
from statuspage.domain.measured import support
from statuspage.domain.measured.support import Case, Clock, Judged
from statuspage.domain.vocabulary.business_time import ROUND_THE_CLOCK, Calendar
from statuspage.figures.indicators.tally import Question, Tally, of_enough
from statuspage.store import cases

CLOCKED = ("first_response", "resolution")
INDICATORS = (*CLOCKED, "first_contact_resolution")


def tally(question: Question) -> Tally:
    """Cases in the period; unknown are those not decided yet."""
    return of_enough(support.counts(judged(question)), question.sla.min_events)


def judged(question: Question) -> list[Judged]:
    """The cases that count in a period, of the SLA's priorities, in order of their due dates."""
    sla = question.sla
    if sla.indicator == "first_contact_resolution":
        found = _first_contact(question)
    else:
        clock: Clock = "first_response" if sla.indicator == "first_response" else "resolution"
        found = _on_time(question, clock)
    return [one for one in found if not sla.priorities or one.case.priority in sla.priorities]


def _first_contact(question: Question) -> list[Judged]:
    assert question.sla.within is not None  # noqa: S101
    span = question.period.span
    known = [kept.case for kept in cases.resolved_between(span.start, span.end)]
    return support.first_contact(known, span, question.now, within=question.sla.within)


def _on_time(question: Question, clock: Clock) -> list[Judged]:
    """Each case under the calendar it came under."""
    within, span = question.sla.within, question.period.span
    assert within is not None  # noqa: S101
    calendars = _calendars(question.sla, question.settings)
    since = min(support.clock_from(one, within, span.start) for one in calendars.values())
    by_calendar: dict[Calendar, list[Case]] = defaultdict(list)
    for kept in cases.running_since(since, span.end):
        by_calendar[calendars[kept.calendars]].append(kept.case)
    found = [
        one
        for calendar, known in by_calendar.items()
        for one in support.on_time(
            known, clock, span, question.now, within=within, calendar=calendar
        )
    ]
    return sorted(found, key=lambda one: (one.due, one.case.id))


def calendar_versions(sla: Sla, settings: Settings) -> dict[Calendar, int]:
    """Each calendar that cases of an SLA ran by, with the number of the first set that held it."""
    found: dict[Calendar, int] = {}
    for number, calendar in sorted(_calendars(sla, settings).items()):
        found.setdefault(calendar, number)
    return found


def _calendars(sla: Sla, settings: Settings) -> Mapping[int, Calendar]:
    """The calendar of an SLA by the number of the set a case keeps."""
    present = {calendar.id: calendar for calendar in settings.calendars}
    sets = cases.calendar_sets() or {0: present}
    # One that was added after a case came in, or taken out before, is taken as it was last.
    known = ChainMap(present, *map(dict, reversed(sets.values())))
    name = sla.calendar or ""
    return {
        number: _calendar(kept.get(name) or known.get(name), settings)
        for number, kept in sets.items()
    }


def _calendar(stated: config.Calendar | None, settings: Settings) -> Calendar:
    if stated is None:
        return ROUND_THE_CLOCK
    zone = ZoneInfo(stated.timezone or settings.site.timezone)
    return Calendar(stated.week, zone, frozenset(stated.holidays))
