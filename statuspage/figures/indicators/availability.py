"""The indicator `availability`: from incidents, from probes, or the worse of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Literal

from statuspage.config import Settings, Sla
from statuspage.domain.library.library import Library
from statuspage.domain.measured import availability, maintenance
from statuspage.domain.measured.availability import Counts, Timeline
from statuspage.domain.measured.locations import without_short_outages
from statuspage.domain.measured.maintenance import Ruling, Terms, planned_window
from statuspage.domain.promises.late import INCIDENTS, MAINTENANCE, LateKind
from statuspage.domain.vocabulary import display, window
from statuspage.domain.vocabulary.spans import Span, union
from statuspage.domain.vocabulary.states import DEFAULT_WEIGHTS, ComponentState, worst
from statuspage.figures import measured
from statuspage.figures.indicator import WITHIN, Indicator, Reach, limit, share
from statuspage.figures.ledger import BadStretch, Ledger, instant, told
from statuspage.figures.tally import Question, Tally
from statuspage.figures.watching import watchers
from statuspage.said import Said, said

_MONTH = timedelta(days=31)
_HEADER = ("kind", "component", "from", "to", "state", "weight", "incident", "combine")


@dataclass(frozen=True)
class Stretch:
    """What is said of a component over a stretch of time, and by whom."""

    component: str
    span: Span
    kind: Literal["incident", "measured", "unconfirmed", "unknown", "excluded"]
    state: ComponentState | None = None  # of what is declared or measured
    incident: str = ""  # the key of what declares it, or of the planned work that excludes it


def _tally(question: Question) -> Tally:
    """Seconds in the period. Where nothing measures, all time is unknown."""
    sla, stretches = question.sla, _stretches(question)
    counts = availability.count(
        [_timeline([one for one in stretches if one.component == name]) for name in sla.components],
        question.period.span,
        question.now,
        weights=_weights(sla),
        combine=sla.combine,
    )
    decimals = _decimals(sla, question.settings, counts)
    seen = watchers(question)
    of_checks = (len(seen.unconfirmed), seen.can_miss_seconds) if seen else ()
    return Tally(counts, counts.coverage, decimals, *of_checks)


def _stretches(question: Question) -> list[Stretch]:
    """All that the figure counts from; a component of which nothing is said was operational."""
    sla, period = question.sla, question.period
    found = _excluded(question.library, _rulings(question), sla.components)
    if sla.source != "probes":
        found += [
            Stretch(run.component, run.span(question.now), "incident", run.state, run.incident)
            for run in question.library.incidents.runs_between(
                period.span.start, period.span.end, sla.components
            )
        ]
    if sla.source != "incidents":
        found += _measured(question)
    elif _is_before_the_record(question):
        found += [Stretch(name, period.span, "unknown") for name in sla.components]
    return found


def _ledger(question: Question) -> Ledger:
    """One row for each stretch, cut to the period, between rows that say how long it is."""
    sla, period, now = question.sla, question.period.span, question.now
    past = Span(period.start, max(period.start, min(period.end, now)))
    weights = _weights(sla)
    rows = [_row("period", name, past, combine=sla.combine) for name in sla.components]
    if past.end < period.end:
        ahead = Span(past.end, period.end)
        rows += [_row("future", name, ahead) for name in sla.components]
    listed = [*_stretches(question), *_unconfirmed(question)]
    stretches = sorted(listed, key=lambda one: (one.component, one.span))
    for one in stretches:
        # Without any length it counts nothing, and is listed all the same.
        span = one.span.clip(past) or (None if one.span.seconds else one.span)
        if span is not None:
            weight = "" if one.state is None else f"{float(weights[one.state]):g}"
            rows.append(_row(one.kind, one.component, span, one.state or "", weight, one.incident))
    return Ledger(_HEADER, rows, _bad(question, stretches, past))


def _timeline(stretches: Sequence[Stretch]) -> Timeline:
    """The stretches of one component in the form that is counted."""
    return Timeline(
        [(one.span, one.state) for one in stretches if one.state is not None],
        [one.span for one in stretches if one.kind == "unknown"],
        [one.span for one in stretches if one.kind == "excluded"],
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


def _measured(question: Question) -> list[Stretch]:
    """What probes saw. A component that nothing watches is unknown throughout.

    A run at an edge of the period is as long as it was, so where short ones are left out it is
    looked at beyond the edge.
    """
    sla, around = question.sla, question.sla.min_run or timedelta(0)
    start, end = question.period.span.start, question.period.span.end
    span = Span(start - around, max(start, min(end + around, question.now)))
    seen = measured.timelines(question.library, question.settings, sla.components, span)
    found = []
    for name in sla.components:
        timeline = _without_short(sla, seen.get(name, Timeline(unknown=[span])))
        found += [Stretch(name, run, "measured", state) for run, state in timeline.runs]
        found += [Stretch(name, gap, "unknown") for gap in timeline.unknown]
    return found


def _unconfirmed(question: Question) -> list[Stretch]:
    """What no second check confirmed: its time is unknown, and it is listed."""
    seen = watchers(question)
    return [Stretch(name, span, "unconfirmed") for name, span in seen.unconfirmed] if seen else []


def _bad(question: Question, stretches: Sequence[Stretch], past: Span) -> list[BadStretch]:
    """The stretches that counted against the promise, joined where they touch, newest first."""
    weights = _weights(question.sla)
    runs = question.library.incidents.runs_between(past.start, past.end, question.sla.components)
    found = []
    for name in question.sla.components:
        heavy = [
            (part, one.state)
            for one in stretches
            if one.component == name and one.state is not None and weights[one.state]
            if (part := one.span.clip(past)) is not None
        ]
        declared = [run for run in runs if run.component == name]
        for span in union(part for part, _ in heavy):
            state = worst(state for part, state in heavy if part.clip(span) is not None)
            found.append(BadStretch(name, span, state, told(declared, span, question.now)))
    return sorted(found, key=lambda one: one.span.start, reverse=True)


def _weights(sla: Sla) -> Mapping[ComponentState, Fraction]:
    """Its own weights over the default ones."""
    return DEFAULT_WEIGHTS | {ComponentState(name): weight for name, weight in sla.weights.items()}


def _is_before_the_record(question: Question) -> bool:
    """Whether the period was over before anything was recorded: then nobody can say how it went."""
    components = question.library.components
    known = {component.id: component for component in components.known()}
    return all(
        question.period.span.end <= components.recorded_from(known[name])
        for name in question.sla.components
        if name in known
    )


def _without_short(sla: Sla, timeline: Timeline) -> Timeline:
    return without_short_outages(timeline, sla.min_run) if sla.min_run else timeline


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


def _excluded(
    library: Library, rulings: Sequence[Ruling], components: Sequence[str]
) -> list[Stretch]:
    """What is left out of each component: planned work on one hides nothing of another."""
    works = library.incidents.by_keys([ruling.key for ruling in rulings if ruling.excluded])
    return [
        Stretch(component, span, "excluded", incident=ruling.key)
        for ruling in rulings
        if ruling.excluded
        for component, _ in works[ruling.key].components
        if component in components
        for span in ruling.excluded
    ]


def _rulings(question: Question) -> list[Ruling]:
    """Which planned work of the months in question is left out of this SLA."""
    sla, period, zone = question.sla, question.period, question.zone
    if sla.maintenance is None:
        return []
    months = Span(
        window.current_period("month", zone, period.span.start).span.start, period.span.end
    )
    planned = question.library.incidents.maintenances_between(months.start, months.end)
    terms = Terms(sla.maintenance.notice, sla.maintenance.monthly_cap)
    concerned = [
        entry for entry in planned if any(name in sla.components for name, _ in entry.components)
    ]
    windows = [planned_window(entry, question.now) for entry in concerned]
    return maintenance.rulings(windows, terms, zone)


def _promise(sla: Sla) -> Said:
    return said("Available for at least {share} of the time", share=share(sla))


def _rule(sla: Sla) -> list[Said]:
    sources = {
        "incidents": said(
            "Time weighted by the worst state that our incidents declare at each instant, within "
            "each incident's impact window"
        ),
        "probes": said("Time weighted by the worst state that our checks measure at each instant"),
        "worst_of_both": said(
            "Time weighted by the worse of what our checks measure and our incidents declare at "
            "each instant"
        ),
    }
    parts = [sources[sla.source or "probes"], _weight_words(_weights(sla))]
    if len(sla.components) > 1:
        combined = {
            "worst": said("the worst of its components counts"),
            "mean": said("the mean of its components"),
        }
        parts.append(combined[sla.combine])
    if sla.maintenance is not None:
        parts.append(said("announced maintenance is left out"))
    if sla.min_run is not None and sla.source != "incidents":
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
    if kind is LateKind.CHECKS:
        around = sla.min_run or timedelta(0)
        return (around, around) if sla.source != "incidents" else None
    return WITHIN if kind in INCIDENTS and sla.source != "probes" else None


INDICATOR = Indicator(
    "availability",
    _tally,
    _ledger,
    promise=_promise,
    rule=_rule,
    takes=("source", "weights", "maintenance", "min_run", "combine"),
    needed={"components": 'components = ["api"]'},
    defaults={"source": "probes"},
    rests_on=_rests_on,
    is_from_probes=lambda sla: sla.source != "incidents",
    tells_of_repairs=True,
)
