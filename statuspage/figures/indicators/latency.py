"""The indicator `latency`: answers within a limit of all answers, counted from hour rows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from fractions import Fraction

from statuspage.config import Sla
from statuspage.domain.measured.availability import Counts
from statuspage.domain.measured.hours import HOUR, Verdicts, hour_of, limit_of, roll_up
from statuspage.domain.measured.probe import watched
from statuspage.domain.measured.samples import Series
from statuspage.domain.promises.late import LateKind
from statuspage.domain.vocabulary.spans import ImpactRun, Span
from statuspage.figures import measured
from statuspage.figures.indicator import Indicator, limit, of_few, on, share
from statuspage.figures.ledger import BadStretch, Ledger, Slow, instant, told
from statuspage.figures.reckoning import Question, Reckoning, known_since, of_enough
from statuspage.said import Said, said

_HEADER = (
    *("kind", "component", "probe", "location", "from", "to"),
    *("good", "bad", "unknown", "future", "combine"),
)
_MOMENT = timedelta(seconds=1)
_NOTHING = Verdicts()


@dataclass(frozen=True)
class _Silence:
    """Time of a component in which no check could tell, and how many checks that would be."""

    spans: Sequence[Span]
    rate: Fraction  # checks per second that its probes are to make

    def missing(self, span: Span) -> int:
        return math.ceil(span.seconds * self.rate)

    @property
    def checks(self) -> int:
        return sum(map(self.missing, self.spans))


def _reckon(question: Question) -> Reckoning:
    """Answers in the period. Unknown are checks that were not made, or lie too near to the limit.

    Coverage is the share of time measured, as for availability. Of several components "worst" takes
    the one with the smallest share of good answers, "mean" all their answers together.
    """
    past = _past(question)
    each = [_counts(question, name, past) for name in question.sla.components]
    silences = [_silence(question, name, past).spans for name in question.sla.components]
    silent = sum(span.seconds for spans in silences for span in spans)
    whole = past.seconds * len(question.sla.components)
    coverage = Fraction(whole - silent, whole) if whole else Fraction(1)
    counts = min(each, key=_share) if question.sla.combine == "worst" else _together(each)
    found = of_enough(counts, question.sla.min_events)
    return replace(found, coverage=coverage, known_since=known_since(silences, past))


def _ledger(question: Question) -> Ledger:
    """One row for each hour of a series with answers, and for each time without a check.

    Bad are the hours that by themselves fell short of the target.
    """
    past, rows = _past(question), []
    bad: list[BadStretch] = []
    for name in question.sla.components:
        rows.append(_row("period", name, past, combine=question.sla.combine))
        declared = question.library.incidents.runs_between(past.start, past.end, [name])[name]
        for one in question.library.measurements.series_on([name])[name]:
            for span, found in _by_hour(question, one, past):
                if found != _NOTHING:
                    rows.append(_row("answers", name, span, found, one))
                if found.good < question.sla.target * (found.good + found.bad):
                    bad.append(_bad(question, name, span, found, declared))
        silence = _silence(question, name, past)
        for span in silence.spans:
            rows.append(_row("silence", name, span, Verdicts(unclear=silence.missing(span))))
        if future := _future(question, silence):
            span = Span(past.end, question.period.span.end)
            rows.append(_row("future", name, span, future=future))
    return Ledger(_HEADER, rows, sorted(bad, key=lambda one: one.span.start, reverse=True))


def _past(question: Question) -> Span:
    span = question.period.span
    return Span(span.start, max(span.start, min(span.end, question.now)))


def _counts(question: Question, component: str, past: Span) -> Counts:
    found = _NOTHING
    for one in question.library.measurements.series_on([component])[component]:
        whole, ragged = _split(past, question)
        found += question.library.hours.verdicts(
            one.number, whole.start, whole.end, _limit(question)
        )
        found = sum((_part(question, one, span) for span in ragged), found)
    silence = _silence(question, component, past)
    sides = Fraction(found.good), Fraction(found.bad)
    unknown = Fraction(found.unclear + silence.checks)
    future = Fraction(_future(question, silence))
    return Counts(*sides, unknown, Fraction(0), future, *sides)


def _by_hour(question: Question, one: Series, past: Span) -> Iterator[tuple[Span, Verdicts]]:
    """The same as `_counts` takes together, hour by hour."""
    whole, ragged = _split(past, question)
    limit = _limit(question)
    for hour, found in question.library.hours.verdicts_by_hour(
        one.number, whole.start, whole.end, limit
    ):
        yield Span(hour, hour + HOUR), found
    for span in ragged:
        yield span, _part(question, one, span)


def _split(past: Span, question: Question) -> tuple[Span, list[Span]]:
    """The whole UTC hours of a stretch of time, and its edges that are none.

    The hour that is running has no answers from after now, so it counts as a whole one.
    """
    first = hour_of(past.start + HOUR - _MOMENT)
    last = hour_of(past.end)
    if past.end == question.now:
        last = hour_of(past.end + HOUR - _MOMENT)
    if last < first:
        return Span(first, first), [past]
    edges = ((past.start, first), (last, past.end))
    return Span(first, last), [Span(start, end) for start, end in edges if start < end]


def _part(question: Question, one: Series, span: Span) -> Verdicts:
    """The answers of a part of an hour, from its raw results.

    Where those are gone nobody can say which of the hour's answers fell into the part: its share
    of them is unclear.
    """
    start = hour_of(span.start)
    kept = question.library.hours.between(one.number, start, start + HOUR)
    if not kept:
        return _NOTHING
    raw = question.library.measurements.samples_between(one.number, start, start + HOUR)
    if len(raw) < kept[0].checks:
        return Verdicts(unclear=math.ceil(kept[0].sketch.total * Fraction(span.seconds, 3600)))
    inside = [sample for sample in raw if span.start <= sample.at < span.end]
    limit = _limit(question)
    timeouts = {probe.id: watched(probe).timeout for probe in question.settings.probes}
    parts = roll_up(inside, [limit], timeouts.get(one.probe))
    return sum((part.against(limit) for part in parts), _NOTHING)


def _silence(question: Question, component: str, past: Span) -> _Silence:
    timeline = measured.timelines(
        question.library, question.settings, [component], question.period.span
    )
    gaps = timeline[component].unknown if component in timeline else [past]
    rates = [
        Fraction(max(len(probe.locations), 1)) / Fraction(probe.interval.total_seconds())
        for probe in question.settings.probes
        if probe.component == component and probe.interval is not None
    ]
    inside = [part for gap in gaps if (part := gap.clip(past)) is not None]
    return _Silence(inside, sum(rates, Fraction(0)))


def _future(question: Question, silence: _Silence) -> int:
    """How many checks the period has to come."""
    end = question.period.span.end
    return math.floor(Span(min(question.now, end), end).seconds * silence.rate)


def _share(counts: Counts) -> Fraction:
    return counts.good / counts.measured if counts.measured else Fraction(1)


def _together(each: Sequence[Counts]) -> Counts:
    sums = {
        part.name: sum((getattr(counts, part.name) for counts in each), Fraction(0))
        for part in fields(Counts)
    }
    return Counts(**sums)


def _limit(question: Question) -> int:
    assert question.sla.under is not None  # noqa: S101 the settings demand it
    return limit_of(question.sla.under)


def _row(
    kind: str,
    component: str,
    span: Span,
    found: Verdicts = _NOTHING,
    one: Series | None = None,
    *,
    future: int = 0,
    combine: str = "",
) -> tuple[str, ...]:
    where = ("", "") if one is None else (one.probe, one.location)
    counts = (found.good, found.bad, found.unclear, future)
    times = (instant(span.start), instant(span.end))
    return (kind, component, *where, *times, *map(str, counts), combine)


def _bad(
    question: Question,
    component: str,
    span: Span,
    found: Verdicts,
    declared: Sequence[ImpactRun],
) -> BadStretch:
    slow = Slow(found.bad, found.good + found.bad, _limit(question))
    return BadStretch(component, span, slow, told(declared, span, question.now))


def _promise(sla: Sla) -> Said:
    return said(
        "At least {share} of checks answer within {limit}", share=share(sla), limit=limit(sla.under)
    )


def _rule(sla: Sla) -> Sequence[Said]:
    parts = [
        said(
            "Answers to our checks that came within the limit, as a share of all answers; a "
            "check that failed has no answer, and one that timed out was too slow"
        )
    ]
    if len(sla.components) > 1:
        combined = {
            "worst": said("the component with the smallest share counts"),
            "mean": said("the answers of all its components together"),
        }
        parts.append(combined[sla.combine])
    return [*parts, *of_few(sla)]


INDICATOR = Indicator(
    "latency",
    _reckon,
    _ledger,
    promise=_promise,
    rule=_rule,
    rests_on=on(LateKind.CHECKS),
    takes=("under", "combine"),
    needed={"components": 'components = ["api"]', "under": 'under = "500ms"'},
    is_from_probes=lambda _: True,
    keeps_whole_hours=True,
)
