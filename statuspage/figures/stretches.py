"""Availability: what is said of each component over stretches of time, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from statuspage.config import Sla
from statuspage.domain.measured.availability import Timeline
from statuspage.domain.measured.locations import without_short_outages
from statuspage.domain.vocabulary.spans import Span
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.figures import measured, planned
from statuspage.figures.reckoning import Question
from statuspage.figures.watching import watchers


@dataclass(frozen=True)
class Stretch:
    """What is said of a component over a stretch of time, and by whom."""

    component: str
    span: Span
    kind: Literal["incident", "maintenance", "measured", "unconfirmed", "unknown", "excluded"]
    state: ComponentState | None = None  # of what is declared or measured
    incident: str = ""  # the key of what declares it, or of the planned work


def stretches(question: Question) -> list[Stretch]:
    """All that the figure counts from; a component of which nothing is said was operational."""
    sla = question.sla
    found = [
        Stretch(
            one.component,
            one.span,
            "excluded" if one.state is None else "maintenance",
            one.state,
            one.work,
        )
        for one in planned.under_work(question)
    ]
    if sla.source != "probes":
        found += _declared(question)
    if sla.source == "incidents":
        return found + _untold(question)
    return found + _measured(question)


def _declared(question: Question) -> list[Stretch]:
    """What our incidents say."""
    sla, span = question.sla, question.period.span
    runs = question.library.incidents.runs_between(span.start, span.end, sla.components)
    return [
        Stretch(run.component, run.span(question.now), "incident", run.state, run.incident)
        for one in runs.values()
        for run in one
    ]


def _untold(question: Question) -> list[Stretch]:
    """The time before a component came into this site: nobody here said how it was."""
    known = {component.id: component for component in question.library.components.known()}
    zone, span = ZoneInfo(question.settings.site.timezone), question.period.span
    found = []
    for name in question.sla.components:
        since = known[name].reported_from(zone) if name in known else span.end
        if span.start < since:
            found.append(Stretch(name, Span(span.start, min(since, span.end)), "unknown"))
    return found


def looked_at(question: Question) -> Span:
    """The time in which checks are looked at for a figure."""
    around = question.sla.min_run or timedelta(0)
    start, end = question.period.span.start, question.period.span.end
    return Span(start - around, max(start, min(end + around, question.now)))


def _measured(question: Question) -> list[Stretch]:
    """What probes saw. A component that nothing watches is unknown throughout.

    A run at an edge of the period is as long as it was, so where short ones are left out it is
    looked at beyond the edge.
    """
    sla, span = question.sla, looked_at(question)
    seen = measured.timelines(question.library, question.settings, sla.components, span)
    found = []
    for name in sla.components:
        timeline = _without_short(sla, seen.get(name, Timeline(unknown=[span])))
        found += [Stretch(name, run, "measured", state) for run, state in timeline.runs]
        found += [Stretch(name, gap, "unknown") for gap in timeline.unknown]
    return found


def unconfirmed(question: Question) -> list[Stretch]:
    """What no second check confirmed: its time is unknown, and it is listed."""
    seen = watchers(question)
    return [Stretch(name, span, "unconfirmed") for name, span in seen.unconfirmed] if seen else []


def _without_short(sla: Sla, timeline: Timeline) -> Timeline:
    return without_short_outages(timeline, sla.min_run) if sla.min_run else timeline
