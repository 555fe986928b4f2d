"""The incidents of the period, each with its three clocks, the worst first."""

from __future__ import annotations

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.promises.told_first import told_first
from statuspage.domain.reports.facts import ReportedIncident
from statuspage.domain.vocabulary.states import Kind, Status
from statuspage.figures import disruptions
from statuspage.figures.reports.asked import ReportQuestion


def incidents(asked: ReportQuestion) -> tuple[ReportedIncident, ...]:
    """What began in the period, and what went on in it; false alarms are only counted."""
    found = [_told(asked, one) for one in asked.incidents if _is_of(asked, one)]
    return tuple(sorted(found, key=lambda one: (-one.impact.severity, -_length(asked, one))))


def false_alarms(asked: ReportQuestion) -> int:
    """How many incidents of the period were none."""
    return sum(
        one.status is Status.FALSE_ALARM and asked.span.start <= one.started_at < asked.span.end
        for one in asked.incidents
    )


def _is_of(asked: ReportQuestion, one: Incident) -> bool:
    if one.kind is not Kind.INCIDENT or one.is_struck:
        return False
    start = min(one.started_at, one.impact_from or one.started_at)
    end = max(one.impact_until or one.resolved_at or asked.now, one.started_at)
    return start < asked.span.end and end >= asked.span.start


def _told(asked: ReportQuestion, one: Incident) -> ReportedIncident:
    clocks = disruptions.of_incident(asked.library, one, asked.settings, asked.now)
    assert clocks is not None  # noqa: S101 - it is no false alarm
    finding = asked.library.postmortems.of_incident(one.number)
    return ReportedIncident(
        key=one.key,
        impact=one.impact,
        status=one.status,
        components=tuple(component for component, _ in one.components),
        impact_from=clocks.start,
        impact_until=clocks.end,
        noticed_at=min(word.known_from for word in one.updates),
        resolved_at=one.resolved_at,
        lag=clocks.lag,
        longest_silence=clocks.longest_silence,
        is_measured=clocks.is_measured,
        cause=None if finding is None else finding.cause,
        told_first=told_first(one),
    )


def _length(asked: ReportQuestion, one: ReportedIncident) -> float:
    return ((one.impact_until or asked.now) - one.impact_from).total_seconds()
