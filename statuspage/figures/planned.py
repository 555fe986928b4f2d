"""Planned work and the promises: what of it is left out, and how heavily the rest weighs.

Source: numbers.md, "Planned maintenance", and "Availability from incidents" for what is not left
out: without a weight of its own, no maintenance could ever cost anything there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.measured import maintenance
from statuspage.domain.measured.maintenance import Ruling, Terms, planned_window
from statuspage.domain.vocabulary import window
from statuspage.domain.vocabulary.spans import Span, subtract
from statuspage.domain.vocabulary.states import IMPAIRED, ComponentState, Status, worst
from statuspage.figures.reckoning import Question


@dataclass(frozen=True)
class PlannedStretch:
    """Time of a component under planned work; `state` is None where it is left out."""

    component: str
    span: Span
    work: str  # the key of the planned work
    state: ComponentState | None = None


def under_work(question: Question) -> list[PlannedStretch]:
    """What is left out of each component, and of a figure that rests on our words what weighs.

    Planned work on one component hides nothing of another. What is not left out came late, was too
    much, or overran: it weighs as the worst that the work declares, and as a major outage where it
    declares none.
    """
    ruled = _ruled(question)
    excluded = [
        PlannedStretch(component, span, work.key)
        for work, ruling in ruled
        for component in _touched(work, question.sla.components)
        for span in ruling.excluded
    ]
    if question.sla.source == "probes":
        return excluded
    weighing = [
        PlannedStretch(component, part, work.key, _declared(work, component))
        for work, _ in ruled
        for component in _touched(work, question.sla.components)
        if (ran := _ran(work, question.now)) is not None
        for part in subtract([ran], [one.span for one in excluded if one.component == component])
    ]
    return excluded + weighing


def _ruled(question: Question) -> list[tuple[Incident, Ruling]]:
    """The planned work of the months in question, with what is left out for each."""
    sla, period, zone = question.sla, question.period, question.zone
    first = window.current_period("month", zone, period.span.start).span.start
    known = question.library.incidents.maintenances_between(first, period.span.end)
    works = [work for work in known if _touched(work, sla.components)]
    if sla.maintenance is None:
        return [(work, Ruling(work.key)) for work in works]
    terms = Terms(sla.maintenance.notice, sla.maintenance.monthly_cap)
    windows = [planned_window(work, question.now) for work in works]
    ruled = {ruling.key: ruling for ruling in maintenance.rulings(windows, terms, zone)}
    return [(work, ruled[work.key]) for work in works]


def _touched(work: Incident, components: Collection[str]) -> Sequence[str]:
    return [component for component, _ in work.components if component in components]


def _ran(work: Incident, now: datetime) -> Span | None:
    """When it went on. Where no word says when it began, it began as it was planned to."""
    planned = planned_window(work, now)
    if planned.actual is not None or work.status is not Status.COMPLETED:
        return planned.actual
    standing = planned.announced_by()
    end = min(standing.end, work.resolved_at or now)
    return Span(min(standing.start, end), end)


def _declared(work: Incident, component: str) -> ComponentState:
    said: Iterable[ComponentState] = (
        change.declared
        for update in work.updates
        for change in update.changes
        if change.component == component and change.declared in IMPAIRED
    )
    found = worst(said)
    return found if found in IMPAIRED else ComponentState.MAJOR_OUTAGE
