"""How soon we told people of a disruption, and how long we then said nothing.

Source: numbers.md, "Three clocks for an incident" and "Promises". The unit is the incident; an
outage that was measured and never announced is one too, without any words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.measured.availability import Counts, of_events
from statuspage.domain.vocabulary.spans import Span, union
from statuspage.domain.vocabulary.states import Kind


@dataclass(frozen=True)
class Outage:
    """A confirmed outage that probes measured; what goes on ends now."""

    component: str
    span: Span


@dataclass(frozen=True)
class Disruption:
    """An impact on readers and the instants of the public words about it, oldest first.

    `key` is that of the incident, or "" for an outage that nobody announced.
    """

    key: str
    start: datetime
    end: datetime | None  # None while it goes on
    words: tuple[datetime, ...]
    resolved_at: datetime | None = None  # when it was said to be over
    components: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Silence:
    """The longest time without a word, and by how much each one broke the cadence, in seconds."""

    longest: int
    breaches: tuple[int, ...]


@dataclass(frozen=True)
class JudgedDisruption:
    """One disruption that counts; `is_good` is None while that is not decided yet."""

    disruption: Disruption
    is_good: bool | None


def disruptions(incidents: Iterable[Incident]) -> list[Disruption]:
    """What incidents say themselves; planned work and false alarms are none.

    A word counts from when readers could see it, whatever time it was given; what was imported was
    public elsewhere, at its own time.
    """
    return [
        Disruption(
            key=incident.key,
            start=incident.impact_from or incident.started_at,
            end=incident.impact_until or incident.resolved_at,
            words=tuple(sorted(word.known_from for word in incident.updates)),
            resolved_at=incident.resolved_at,
            components=frozenset(component for component, _ in incident.components),
        )
        for incident in incidents
        if incident.kind is Kind.INCIDENT and not incident.is_struck
    ]


def with_outages(
    told: Iterable[Disruption], outages: Iterable[Outage], within: timedelta
) -> list[Disruption]:
    """Disruptions as they were measured: impact begins and ends where an outage of theirs does.

    An outage belongs to a disruption of the same component whose first word came at most `within`
    after its end, and that was not resolved before it began. The rest, joined where they overlap,
    are disruptions without a word.
    """
    measured = sorted(outages, key=lambda outage: outage.span)
    found = []
    announced: set[Outage] = set()
    for disruption in told:
        own = [outage for outage in measured if _is_about(disruption, outage, within)]
        announced.update(own)
        found.append(_stretched(disruption, [outage.span for outage in own]))
    silent = union(outage.span for outage in measured if outage not in announced)
    found += [Disruption("", span.start, span.end, ()) for span in silent]
    return sorted(found, key=lambda disruption: (disruption.start, disruption.key))


def silence(impact: Span, words: Iterable[datetime], cadence: timedelta) -> Silence:
    """The gaps between public words while impact is open, with both of its edges."""
    inside = sorted(word for word in words if impact.start < word < impact.end)
    edges = [impact.start, *inside, impact.end]
    gaps = [Span(before, after).seconds for before, after in pairwise(edges)]
    allowed = cadence // timedelta(seconds=1)
    return Silence(max(gaps), tuple(gap - allowed for gap in gaps if gap > allowed))


def first_notice(
    found: Iterable[Disruption], period: Span, now: datetime, within: timedelta
) -> list[JudgedDisruption]:
    """Was the first word there in time? The disruptions that began in a period, judged."""
    return [
        JudgedDisruption(disruption, _noticed(disruption, now, within))
        for disruption in _in_period(found, period)
    ]


def update_cadence(
    found: Iterable[Disruption], period: Span, now: datetime, cadence: timedelta
) -> list[JudgedDisruption]:
    """Did the words keep coming? The announced disruptions that began in a period, judged."""
    return [
        JudgedDisruption(disruption, _kept_talking(disruption, now, cadence))
        for disruption in _in_period(found, period)
        if disruption.words
    ]


def counts(judged: Iterable[JudgedDisruption]) -> Counts:
    """Good, bad and undecided ones."""
    found = Counter(one.is_good for one in judged)
    return of_events(found[True], found[False], found[None])


def _is_about(disruption: Disruption, outage: Outage, within: timedelta) -> bool:
    if outage.component not in disruption.components or not disruption.words:
        return False
    over = disruption.resolved_at
    is_open_then = over is None or outage.span.start <= max(over, disruption.end or over)
    return is_open_then and disruption.words[0] <= outage.span.end + within


def _stretched(disruption: Disruption, spans: Sequence[Span]) -> Disruption:
    if not spans:
        return disruption
    start = min(disruption.start, *(span.start for span in spans))
    end = disruption.end
    if end is not None:
        end = max(end, *(span.end for span in spans))
    return replace(disruption, start=start, end=end)


def _noticed(disruption: Disruption, now: datetime, within: timedelta) -> bool | None:
    latest = disruption.start + within
    if disruption.words:
        return disruption.words[0] <= latest
    return False if now > latest else None


def _kept_talking(disruption: Disruption, now: datetime, cadence: timedelta) -> bool | None:
    impact = Span(disruption.start, max(disruption.end or now, disruption.start))
    if silence(impact, disruption.words, cadence).breaches:
        return False
    return None if disruption.end is None else True


def _in_period(found: Iterable[Disruption], period: Span) -> list[Disruption]:
    return [one for one in found if period.start <= one.start < period.end]
