"""Incidents with the impact that probes measured: what our own promises to tell are judged by."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta

from statuspage.config import Settings, Sla
from statuspage.domain.incidents.clocks import Clocks
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.library.library import Library
from statuspage.domain.measured.locations import OUTAGES, outages
from statuspage.domain.promises import silence
from statuspage.domain.promises.clocks import clocks
from statuspage.domain.promises.late import INCIDENTS, MAINTENANCE, WITHIN, LateKind, Reach
from statuspage.domain.promises.silence import (
    Disruption,
    JudgedDisruption,
    Outage,
    disruptions,
    with_outages,
)
from statuspage.domain.vocabulary.spans import Span
from statuspage.domain.vocabulary.states import Kind
from statuspage.figures import measured
from statuspage.figures.ahead import by_time
from statuspage.figures.indicator import Indicator, of_few
from statuspage.figures.ledger import Ledger, instant, instant_or_empty
from statuspage.figures.reckoning import Question, of_enough
from statuspage.said import Said

_HEADER = ("incident", "impact_from", "impact_until", "words", "counts_as")
_SIDES = {True: "good", False: "bad", None: "unknown"}

_AROUND = timedelta(days=7)
"""An outage at the edge of a period is looked at as far as this beyond it."""

_WORDS_UP_TO = timedelta(days=15)
"""Words may come later than the impact they speak of."""

_ABOUT = timedelta(hours=1)
"""A word as late as this after the end of an outage is still about it, whatever was promised."""


def indicator(
    name: str,
    judge: Callable[[list[Disruption], Span, datetime, timedelta], list[JudgedDisruption]],
    *,
    promise: Callable[[Sla], Said],
    counted: Said,
    example: str,
    is_from_probes: bool = False,
) -> Indicator:
    """An indicator of disruptions: how those that began in a period are judged."""

    def judged(question: Question) -> list[JudgedDisruption]:
        within = question.sla.within or timedelta(0)
        found = _in_question(question, within)
        return judge(found, question.period.span, question.now, within)

    return Indicator(
        name,
        lambda question: of_enough(silence.counts(judged(question)), question.sla.min_events),
        lambda question: _ledger(judged(question)),
        promise,
        lambda sla: [counted, *of_few(sla)],
        takes=("within",),
        needed={"within": example},
        rests_on=_rests_on,
        is_from_probes=lambda _: is_from_probes,
        look_ahead=_look_ahead,
    )


def _rests_on(_: Sla, kind: LateKind) -> Reach | None:
    if kind is LateKind.CHECKS:
        return WITHIN
    return (_AROUND, _WORDS_UP_TO) if kind in (*INCIDENTS, *MAINTENANCE) else None


def _in_question(question: Question, within: timedelta) -> list[Disruption]:
    """What disrupted the components of an SLA around a period, announced or not.

    Without components it speaks of all. Outages that begin in announced planned work are none.
    """
    library, span = question.library, question.period.span
    named = list(question.sla.components) or _listed(question)
    told = _told(library, span, named, is_of_all=not question.sla.components)
    found = _outages(library, question.settings, named, span, question.now)
    return with_outages(disruptions(told), found, max(within, _ABOUT))


def _listed(question: Question) -> list[str]:
    """The components that the page listed in a period, those too that were removed since."""
    span = question.period.span
    return [
        one.id
        for one in question.library.components.known()
        if one.withdrawn_at is None or one.withdrawn_at > span.start
    ]


def _ledger(judged: Iterable[JudgedDisruption]) -> Ledger:
    """In order of their start; the instants of the public words joined by ";"."""
    rows = [
        (
            one.disruption.key,
            instant(one.disruption.start),
            instant_or_empty(one.disruption.end),
            ";".join(map(instant, one.disruption.words)),
            _SIDES[one.is_good],
        )
        for one in judged
    ]
    return Ledger(_HEADER, rows)


def failures(
    library: Library, settings: Settings, named: Collection[str], span: Span, now: datetime
) -> list[Disruption]:
    """The outages of some components around a span, declared or measured, each once."""
    runs = library.incidents.runs_between(span.start, span.end, named)
    told = library.incidents.by_keys(
        {run.incident for one in runs.values() for run in one if run.state in OUTAGES}
    )
    measured_ones = _outages(library, settings, named, span, now)
    return with_outages(disruptions(told.values()), measured_ones, _ABOUT)


def of_incident(
    library: Library, incident: Incident, settings: Settings, now: datetime
) -> Clocks | None:
    """The three clocks of one incident; None for a false alarm and for planned work."""
    told = disruptions([incident])
    if not told:
        return None
    ended = incident.impact_until or incident.resolved_at or now
    span = Span(told[0].start, max(told[0].start, ended))
    named = [component for component, _ in incident.components]
    found = _outages(library, settings, named, span, now)
    [chosen] = [one for one in with_outages(told, found, _ABOUT) if one.key]
    if chosen.end is not None and chosen.end >= now:  # it is over from the next second on
        library.holds_until(chosen.end + timedelta(seconds=1))
    return clocks(told[0], chosen, now)


def _told(
    library: Library, span: Span, named: Collection[str], *, is_of_all: bool
) -> list[Incident]:
    """Incidents that touch some components, and whose words or declared impact lie in a span.

    With `is_of_all` also those that touch none.
    """
    told, until = library.incidents, span.end + _WORDS_UP_TO
    if is_of_all:
        found = {one.key: one for one in told.started_between(span.start, until)}
    else:
        begun = told.started_on(span.start, until, named)
        found = {one.key: one for some in begun.values() for one in some}
    runs = told.runs_between(span.start, span.end, named)
    earlier = {run.incident for one in runs.values() for run in one} - found.keys()
    return [*found.values(), *told.by_keys(earlier).values()]


def _look_ahead(questions: Sequence[Question]) -> None:
    named = [one for one in questions if one.sla.components]
    for span, first, names in by_time(named, lambda one: one.period.span):
        _told(first.library, span, names, is_of_all=False)
        measured.look_ahead(first.library, first.settings, names, _around(span, first.now))


def _outages(
    library: Library, settings: Settings, named: Collection[str], span: Span, now: datetime
) -> list[Outage]:
    """Measured outages around a span that no planned work explains."""
    window = _around(span, now)
    found = [
        Outage(component, outage)
        for component, timeline in measured.timelines(library, settings, named, window).items()
        for outage in outages(timeline)
    ]
    if not found:  # as of most incidents: then no planned work needs to be read
        return []
    planned = library.incidents.maintenances_between(window.start, window.end)
    return [one for one in found if not _is_planned(one.component, one.span, planned, now)]


def _around(span: Span, now: datetime) -> Span:
    end = min(span.end + _AROUND, now)
    return Span(min(span.start - _AROUND, end), end)


def _is_planned(component: str, outage: Span, planned: Iterable[Incident], now: datetime) -> bool:
    return any(
        work.scheduled_for is not None
        and work.scheduled_until is not None
        and not work.is_struck
        and work.touches([component])
        and work.window_announced_at <= outage.start
        and work.scheduled_for <= outage.start
        and outage.start < max(work.scheduled_until, work.resolved_at or now)
        for work in planned
        if work.kind is Kind.MAINTENANCE
    )
