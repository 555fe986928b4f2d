"""What a figure says of itself when it rests on words that were made milder than they were.

Source: numbers.md, "Availability from incidents".
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.incidents.lowered import is_lowered
from statuspage.domain.library.library import Library
from statuspage.domain.measured.locations import outages
from statuspage.domain.promises.beside import NOTHING, Beside
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.vocabulary.spans import Span
from statuspage.domain.vocabulary.states import Kind
from statuspage.figures import measured
from statuspage.figures.ahead import by_time
from statuspage.figures.reckoning import Question

_AROUND = timedelta(days=1)
"""An outage at the edge of an incident is looked at as far as this beyond it."""


def beside(question: Question) -> Beside:
    """How many incidents that a figure includes were made milder, or shorter than was measured."""
    if question.sla.source == "probes":
        return NOTHING
    included = _included(question)
    return Beside(
        is_reported=question.sla.source == "incidents",
        lowered=_lowered(question, [one for one in included if not one.is_open]),
        shortened=sum(_is_shortened(question, one) for one in included if not one.is_struck),
    )


def look_ahead(questions: Iterable[Question]) -> None:
    """Ask at once for the incidents that figures include."""
    counted = [one for one in questions if one.sla.source != "probes"]
    for span, first, names in by_time(counted, lambda one: one.period.span):
        _declaring(first.library, span, names)


def _declaring(library: Library, span: Span, names: Collection[str]) -> dict[str, Incident]:
    """The incidents that declare something of some components, and those that were struck."""
    told = library.incidents
    runs = told.runs_between(span.start, span.end, names)
    found = dict(told.by_keys({run.incident for one in runs.values() for run in one}))
    for some in told.struck_on(span.start, span.end, names).values():
        found |= {one.key: one for one in some}
    return found


def _included(question: Question) -> list[Incident]:
    """The incidents that touch its components in its period; those that were struck later too."""
    found = _declaring(question.library, question.period.span, question.sla.components)
    return [one for one in found.values() if one.kind is Kind.INCIDENT]


def _lowered(question: Question, closed: Sequence[Incident]) -> int:
    words = (update for incident in closed for update in incident.updates)
    edited = [UPDATE.subject(update.key) for update in words if update.edited_at]
    histories = question.library.record.histories(edited) if edited else {}
    return sum(is_lowered(incident, histories) for incident in closed)


def _is_shortened(question: Question, incident: Incident) -> bool:
    """Whether checks of its components saw an outage that goes beyond what staff stated.

    An outage ends with the check that is good again, so up to an interval more proves nothing.
    """
    if incident.impact_from is None and incident.impact_until is None:
        return False
    over = incident.resolved_at or question.now
    start, end = incident.impact_from or incident.started_at, incident.impact_until or over
    reach = Span(min(start, incident.started_at), max(start, end, over))
    names = [name for name, _ in incident.components if name in question.sla.components]
    window = Span(reach.start - _AROUND, reach.end + _AROUND)
    seen = measured.timelines(question.library, question.settings, names, window)
    grace = _longest_interval(question, names)
    return any(
        outage.start < start - grace or outage.end > end + grace
        for timeline in seen.values()
        for outage in outages(timeline)
        if outage.clip(reach) is not None
    )


def _longest_interval(question: Question, components: Collection[str]) -> timedelta:
    intervals = (
        probe.interval
        for probe in question.settings.probes
        if probe.component in components and probe.interval is not None
    )
    return max(intervals, default=timedelta(0))
