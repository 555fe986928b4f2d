"""Availability: states over time to exact seconds: good, bad, unknown, excluded and future.

Source: numbers.md, "Availability from incidents", and its ground rules 4 and 5. What becomes of the
counts (percentages, verdict, budget) is said in `figure`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from fractions import Fraction
from functools import cached_property
from typing import Literal

from statuspage.domain.vocabulary.spans import Span, steps
from statuspage.domain.vocabulary.states import ComponentState

Weights = Mapping[ComponentState, Fraction]
"""How much of a second in a state is bad, from 0 to 1; a state not named counts 0."""

Combine = Literal["worst", "mean"]


class _Gap(Enum):
    UNKNOWN = "unknown"
    EXCLUDED = "excluded"


_Tag = tuple[int, ComponentState | _Gap]
"""The place of a timeline among its fellows, and what it says."""


@dataclass(frozen=True)
class Counts:
    """Exact counts, seconds or events; the first five add up to `total`.

    `raw_good` and `raw_bad` are those before anything was excluded.
    """

    good: Fraction
    bad: Fraction
    unknown: Fraction
    excluded: Fraction
    future: Fraction
    raw_good: Fraction
    raw_bad: Fraction

    @property
    def total(self) -> Fraction:
        return self.good + self.bad + self.unknown + self.excluded + self.future

    @cached_property
    def measured(self) -> Fraction:
        return self.good + self.bad

    @cached_property
    def coverage(self) -> Fraction:
        """The share of the time so far that was measured; whole when there was none to measure."""
        known_and_unknown = self.measured + self.unknown
        return self.measured / known_and_unknown if known_and_unknown else Fraction(1)


@dataclass(frozen=True)
class Timeline:
    """What is known of one component. Where nothing is said it was operational.

    Runs may overlap: the heaviest counts. A component that is watched by nothing yet has the whole
    window as `unknown`; the worst of two sources is one timeline with the runs of both.
    """

    runs: Sequence[tuple[Span, ComponentState]] = ()
    unknown: Sequence[Span] = ()
    excluded: Sequence[Span] = ()


def of_events(good: int, bad: int, unknown: int) -> Counts:
    """Counts of events; `unknown` are those not decided yet."""
    none = Fraction(0)
    sides = Fraction(good), Fraction(bad)
    return Counts(*sides, Fraction(unknown), none, none, *sides)


def count(
    timelines: Sequence[Timeline],
    window: Span,
    now: datetime,
    *,
    weights: Weights,
    combine: Combine = "worst",
) -> Counts:
    """Count one or more components over a window, in seconds; time after now is `future`.

    "worst" takes the heaviest weight at each instant, "mean" the mean of the components' counts.
    An instant is excluded when it is for every component; else the others alone decide it.
    """
    if combine == "worst":
        return _worst(timelines, window, now, weights)
    each = [_worst([timeline], window, now, weights) for timeline in timelines]
    return Counts(
        good=_mean(counts.good for counts in each),
        bad=_mean(counts.bad for counts in each),
        unknown=_mean(counts.unknown for counts in each),
        excluded=_mean(counts.excluded for counts in each),
        future=each[0].future,
        raw_good=_mean(counts.raw_good for counts in each),
        raw_bad=_mean(counts.raw_bad for counts in each),
    )


def _mean(values: Iterable[Fraction]) -> Fraction:
    found = list(values)
    return sum(found, Fraction(0)) / len(found)


def _worst(timelines: Sequence[Timeline], window: Span, now: datetime, weights: Weights) -> Counts:
    past = Span(window.start, max(window.start, min(window.end, now)))
    good = bad = unknown = excluded = raw_good = raw_bad = Fraction(0)
    for tags, seconds in _seconds_by_tags(timelines, past).items():
        raw_shares = _shares(tags, weights)
        raw_good += raw_shares[0] * seconds
        raw_bad += raw_shares[1] * seconds
        left_out = {place for place, said in tags if said is _Gap.EXCLUDED}
        if len(left_out) == len(timelines):
            excluded += seconds
            continue
        shares = _shares([tag for tag in tags if tag[0] not in left_out], weights)
        good += shares[0] * seconds
        bad += shares[1] * seconds
        unknown += shares[2] * seconds
    future = Fraction(window.seconds - past.seconds)
    return Counts(good, bad, unknown, excluded, future, raw_good, raw_bad)


def _seconds_by_tags(timelines: Sequence[Timeline], past: Span) -> Counter[frozenset[_Tag]]:
    """How long each combination of states was in force."""
    marks: list[tuple[Span, _Tag]] = []
    for place, timeline in enumerate(timelines):
        marks += [(span, (place, state)) for span, state in timeline.runs]
        marks += [(span, (place, _Gap.UNKNOWN)) for span in timeline.unknown]
        marks += [(span, (place, _Gap.EXCLUDED)) for span in timeline.excluded]
    seconds: Counter[frozenset[_Tag]] = Counter()
    for step in steps(marks, past):
        seconds[step.tags] += step.span.seconds
    return seconds


def _shares(tags: Iterable[_Tag], weights: Weights) -> tuple[Fraction, Fraction, Fraction]:
    """How much of an instant was good, bad and unknown.

    What is known to be bad stays bad beside something unknown; only the rest could be either.
    """
    said = {what for _, what in tags}
    known = (weights.get(what, Fraction(0)) for what in said if isinstance(what, ComponentState))
    bad = max(known, default=Fraction(0))
    if _Gap.UNKNOWN in said:
        return Fraction(0), bad, 1 - bad
    return 1 - bad, bad, Fraction(0)
