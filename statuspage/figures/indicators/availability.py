"""The indicator `availability`: from incidents, from probes, or the worse of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from functools import partial

from statuspage.config import Settings, Sla
from statuspage.domain.measured import availability
from statuspage.domain.measured.availability import Counts, Timeline
from statuspage.domain.promises.beside import Beside
from statuspage.domain.promises.late import INCIDENTS, MAINTENANCE, WITHIN, LateKind, Reach
from statuspage.domain.vocabulary import display
from statuspage.domain.vocabulary.spans import Span, union
from statuspage.domain.vocabulary.states import DEFAULT_WEIGHTS, ComponentState, unweighted, worst
from statuspage.figures import measured, restated
from statuspage.figures.ahead import by_time
from statuspage.figures.indicator import Indicator, limit, share
from statuspage.figures.ledger import BadStretch, Ledger, instant, told
from statuspage.figures.reckoning import Question, Reckoning, known_since
from statuspage.figures.stretches import Stretch, looked_at, stretches, unconfirmed
from statuspage.figures.watching import past, watchers
from statuspage.said import Said, said

_MONTH = timedelta(days=31)
_HEADER = ("kind", "component", "from", "to", "state", "weight", "incident", "combine")


def _reckon(question: Question) -> Reckoning:
    """Seconds in the period. Where nothing measures, all time is unknown."""
    sla, found = question.sla, stretches(question)
    timelines = [
        _timeline([one for one in found if one.component == name]) for name in sla.components
    ]
    weights = _weights(sla)
    count = partial(_count, question, weights=weights)
    counts = count(timelines)
    children = [count([one]) for one in timelines] if sla.combine == "mean" else []
    return Reckoning(
        counts,
        counts.coverage,
        _decimals(sla, question.settings, counts),
        unweighted=_count(question, timelines, weights=unweighted(weights)),
        worst_child=_worst(children) if len(children) > 1 else None,
        beside=_beside(question),
        known_since=known_since([one.unknown for one in timelines], _past(question)),
    )


def _look_ahead(questions: Sequence[Question]) -> None:
    restated.look_ahead(questions)
    watched = [one for one in questions if one.sla.source != "incidents"]
    for span, first, names in by_time(watched, looked_at):
        measured.look_ahead(first.library, first.settings, names, span)
    for span, first, names in by_time(watched, past):
        series = first.library.measurements.series_on(names)
        numbers = [one.number for some in series.values() for one in some]
        first.library.measurements.runs_of(numbers, span.start, span.end)


def _count(
    question: Question, timelines: Sequence[Timeline], *, weights: Mapping[ComponentState, Fraction]
) -> Counts:
    return availability.count(
        timelines,
        question.period.span,
        question.now,
        weights=weights,
        combine=question.sla.combine,
    )


def _beside(question: Question) -> Beside:
    """How it was watched, and which of our words were made milder."""
    restated_words, seen = restated.beside(question), watchers(question)
    if seen is None:
        return restated_words
    return replace(
        restated_words,
        unconfirmed=len(seen.unconfirmed),
        can_miss_seconds=seen.can_miss_seconds,
        probes=seen.probes,
        silent_probes=seen.silent,
    )


def _worst(children: Sequence[Counts]) -> Counts | None:
    """Of those that are known at all, the one with the smallest share of good time."""
    known = [one for one in children if one.measured]
    return min(known, key=lambda one: one.good / one.measured, default=None)


def _ledger(question: Question) -> Ledger:
    """One row for each stretch, cut to the period, between rows that say how long it is."""
    sla, period, past = question.sla, question.period.span, _past(question)
    weights = _weights(sla)
    rows = [_row("period", name, past, combine=sla.combine) for name in sla.components]
    if past.end < period.end:
        ahead = Span(past.end, period.end)
        rows += [_row("future", name, ahead) for name in sla.components]
    found = [*stretches(question), *unconfirmed(question)]
    listed = sorted(found, key=lambda one: (one.component, one.span))
    for one in listed:
        # Without any length it counts nothing, and is listed all the same.
        span = one.span.clip(past) or (None if one.span.seconds else one.span)
        if span is not None:
            weight = "" if one.state is None else f"{float(weights[one.state]):g}"
            rows.append(_row(one.kind, one.component, span, one.state or "", weight, one.incident))
    return Ledger(_HEADER, rows, _bad(question, listed, past))


def _past(question: Question) -> Span:
    span = question.period.span
    return Span(span.start, max(span.start, min(span.end, question.now)))


def _timeline(found: Sequence[Stretch]) -> Timeline:
    """The stretches of one component in the form that is counted."""
    return Timeline(
        [(one.span, one.state) for one in found if one.state is not None],
        [one.span for one in found if one.kind == "unknown"],
        [one.span for one in found if one.kind == "excluded"],
    )


def _row(
    kind: str,
    component: str,
    span: Span,
    state: str = "",
    weight: str = "",
    incident: str = "",
    combine: str = "",
) -> tuple[str, ...]:
    times = (instant(span.start), instant(span.end))
    return (kind, component, *times, state, weight, incident, combine)


def _bad(question: Question, listed: Sequence[Stretch], past: Span) -> list[BadStretch]:
    """The stretches that counted against the promise, joined where they touch, newest first."""
    weights = _weights(question.sla)
    runs = question.library.incidents.runs_between(past.start, past.end, question.sla.components)
    found = []
    for name in question.sla.components:
        heavy = [
            (part, one.state)
            for one in listed
            if one.component == name and one.state is not None and weights[one.state]
            if (part := one.span.clip(past)) is not None
        ]
        for span in union(part for part, _ in heavy):
            state = worst(state for part, state in heavy if part.clip(span) is not None)
            found.append(BadStretch(name, span, state, told(runs[name], span, question.now)))
    return sorted(found, key=lambda one: one.span.start, reverse=True)


def _weights(sla: Sla) -> Mapping[ComponentState, Fraction]:
    """Its own weights over the default ones."""
    return DEFAULT_WEIGHTS | {ComponentState(name): weight for name, weight in sla.weights.items()}


def _decimals(sla: Sla, settings: Settings, counts: Counts) -> int:
    """Two from incidents; what the number of samples supports where checks are the only source."""
    intervals = [
        probe.interval
        for probe in settings.probes
        if probe.component in sla.components and probe.interval is not None
    ]
    if sla.source != "probes" or not intervals:
        return 2
    samples = max(int(counts.measured / Fraction(max(intervals).total_seconds())), 1)
    return display.decimals_for_samples(samples, sla.target)


def _promise(sla: Sla) -> Said:
    return said("Available at least {share} of the time", share=share(sla))


def _rule(sla: Sla) -> list[Said]:
    sources = {
        "incidents": said(
            "Time, weighted at each moment by the worst state that our incidents declare while "
            "their impact lasts; reported by us, not measured"
        ),
        "probes": said("Time, weighted at each moment by the worst state that our checks measure"),
        "worst_of_both": said(
            "Time, weighted at each moment by the worse of what our checks measure and what our "
            "incidents declare"
        ),
    }
    source = sla.source or "probes"
    parts = [sources[source], _weight_words(_weights(sla))]
    if len(sla.components) > 1:
        combined = {
            "worst": said("the worst of its components counts"),
            "mean": said("the mean of its components"),
        }
        parts.append(combined[sla.combine])
    if sla.maintenance is not None:
        parts.append(said("announced maintenance is left out"))
    if source != "probes":
        parts.append(
            said(
                "maintenance that is not left out counts as the worst state it declares, and as "
                "a major outage where it declares none"
            )
        )
    if sla.min_run is not None and source != "incidents":
        parts.append(
            said("measured outages shorter than {length} do not count", length=limit(sla.min_run))
        )
    return parts


def _weight_words(weights: Mapping[ComponentState, Fraction]) -> Said:
    text = {state: f"{float(weight):g}" for state, weight in weights.items()}
    return said(
        "weights: major outage {major}, partial outage {partial}, degraded performance {degraded}, "
        "under maintenance {planned}",
        major=text[ComponentState.MAJOR_OUTAGE],
        partial=text[ComponentState.PARTIAL_OUTAGE],
        degraded=text[ComponentState.DEGRADED],
        planned=text[ComponentState.UNDER_MAINTENANCE],
    )


def _rests_on(sla: Sla, kind: LateKind) -> Reach | None:
    """What is left out of a month rests on all planned work of that month.

    How long an outage was shows beyond the edge, where short ones do not count.
    """
    if kind in MAINTENANCE:
        return _MONTH, _MONTH
    if kind is LateKind.INCIDENTS_SINCE:
        return WITHIN if sla.source == "incidents" else None
    if kind is LateKind.CHECKS:
        around = sla.min_run or timedelta(0)
        return (around, around) if sla.source != "incidents" else None
    return WITHIN if kind in INCIDENTS and sla.source != "probes" else None


INDICATOR = Indicator(
    "availability",
    _reckon,
    _ledger,
    promise=_promise,
    rule=_rule,
    takes=("source", "weights", "maintenance", "min_run", "combine"),
    needed={"components": 'components = ["api"]'},
    defaults={"source": "probes"},
    rests_on=_rests_on,
    is_from_probes=lambda sla: sla.source != "incidents",
    look_ahead=_look_ahead,
    tells_of_repairs=True,
)
