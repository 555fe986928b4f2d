"""Ratings to satisfaction, recommendation and effort, with their uncertainty; few stay private.

Source: numbers.md, "Surveys". What too few people said is never published, in no channel: pages,
JSON and CSV all take `survey_json`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from statistics import NormalDist
from typing import Any

from statuspage.domain.measured.availability import Counts, of_events
from statuspage.domain.vocabulary import display
from statuspage.errors import InvalidInput
from statuspage.said import said

FEWEST = 5
"""Under so many answers nothing is said but that."""

_ENOUGH = 30
_Z95 = NormalDist().inv_cdf(0.975)


class Survey(StrEnum):
    """What is asked: satisfaction (1 to 5), recommendation (0 to 10) or ease (1 to 7)."""

    CSAT = "csat"
    NPS = "nps"
    CES = "ces"


SCALES = {Survey.CSAT: range(1, 6), Survey.NPS: range(11), Survey.CES: range(1, 8)}


@dataclass(frozen=True)
class Rating:
    """One answer, and nothing about who gave it. `incident` is the key of the one it is about."""

    id: str
    at: datetime
    survey: Survey
    score: int
    incident: str | None = None


class Disclosure(StrEnum):
    """What so many answers allow to be shown."""

    NOTHING = "nothing"
    COUNTS = "counts"
    FULL = "full"


@dataclass(frozen=True)
class Interval:
    """The 95 % confidence interval of a share, both ends from 0 to 1."""

    low: float
    high: float


@dataclass(frozen=True)
class Satisfaction:
    """CSAT: `satisfied` gave 4 or 5 of 5."""

    n: int
    satisfied: int
    interval: Interval
    mean: Fraction

    @property
    def counts(self) -> Counts:
        return of_events(self.satisfied, self.n - self.satisfied, 0)


@dataclass(frozen=True)
class Recommendation:
    """NPS: promoters less detractors, from -100 to 100, and the 95 % margin of that."""

    n: int
    score: Fraction
    margin: float


@dataclass(frozen=True)
class Effort:
    """CES: `easy` gave 5 or more of 7."""

    n: int
    easy: int
    mean: Fraction


def tally(survey: Survey, scores: Iterable[int]) -> tuple[int, ...]:
    """How many gave each score, from the lowest of the scale up. Raises InvalidInput."""
    scale = SCALES[survey]
    found = Counter(scores)
    if strange := sorted(set(found) - set(scale)):
        raise InvalidInput(
            {
                "score": said(
                    "{strange} is not on the scale; give {scale} to {scale_2}.",
                    strange=strange[0],
                    scale=scale[0],
                    scale_2=scale[-1],
                )
            }
        )
    return tuple(found[score] for score in scale)


def wilson(good: int, n: int) -> Interval:
    """The Wilson score interval of good in n, without continuity correction.

    Source: E. B. Wilson, "Probable inference", JASA 22 (1927). `n` is not zero.
    """
    share = good / n
    spread = _Z95**2 / n
    middle = share + spread / 2
    half = _Z95 * math.sqrt(share * (1 - share) / n + spread / (4 * n))
    low = (middle - half) / (1 + spread) if good else 0.0
    high = (middle + half) / (1 + spread) if good < n else 1.0
    return Interval(low, high)


def satisfaction(counts: Sequence[int]) -> Satisfaction:
    """CSAT from how many gave 1 to 5. There is at least one answer."""
    n, satisfied = sum(counts), sum(counts[3:])
    return Satisfaction(n, satisfied, wilson(satisfied, n), _mean(counts))


def recommendation(counts: Sequence[int]) -> Recommendation:
    """NPS from how many gave 0 to 10. There is at least one answer."""
    return of_groups(sum(counts[9:]), sum(counts[7:9]), sum(counts[:7]))


def of_groups(promoters: int, passives: int, detractors: int) -> Recommendation:
    """NPS from its three groups: the margin is that of a mean of +1, 0 and -1."""
    n = promoters + passives + detractors
    score = Fraction(promoters - detractors, n)
    variance = Fraction(promoters + detractors, n) - score**2
    return Recommendation(n, score * 100, 100 * _Z95 * math.sqrt(variance / n))


def effort(counts: Sequence[int]) -> Effort:
    """CES from how many gave 1 to 7. There is at least one answer."""
    return Effort(sum(counts), sum(counts[4:]), _mean(counts))


def disclosure(n: int) -> Disclosure:
    """What n answers allow to be shown."""
    if n < FEWEST:
        return Disclosure.NOTHING
    return Disclosure.COUNTS if n < _ENOUGH else Disclosure.FULL


def survey_json(survey: Survey, counts: Sequence[int]) -> dict[str, Any]:
    """All that may be published of a survey, from how many gave each score.

    Percentages and scores are digits, floored; a margin is ceiled. `answers` is None where there
    are too few, which `suppressed` tells apart from what nobody knows.
    """
    n = sum(counts)
    shown = disclosure(n)
    is_suppressed = shown is Disclosure.NOTHING
    found: dict[str, Any] = {
        "kind": survey.value,
        "shown": shown.value,
        "suppressed": is_suppressed,
    }
    if is_suppressed:
        return found | {"answers": None}
    found |= {"answers": n, "counts": list(counts)}
    return found | _figures(survey, counts) if shown is Disclosure.FULL else found


def _mean(counts: Sequence[int]) -> Fraction:
    """The mean score on a scale that begins at 1."""
    return Fraction(sum(score * count for score, count in enumerate(counts, 1)), sum(counts))


def _figures(survey: Survey, counts: Sequence[int]) -> dict[str, str]:
    if survey is Survey.CSAT:
        csat = satisfaction(counts)
        return {
            "percent": display.percent(csat.satisfied, csat.n),
            "low": display.percent(Fraction(csat.interval.low), 1),
            "high": display.percent(Fraction(csat.interval.high), 1),
            "mean": _floor(csat.mean),
        }
    if survey is Survey.NPS:
        nps = recommendation(counts)
        return {
            "score": f"{math.floor(nps.score):+d}",
            "margin": f"{math.ceil(nps.margin * 10) / 10:.1f}",
        }
    ces = effort(counts)
    return {"percent": display.percent(ces.easy, ces.n), "mean": _floor(ces.mean)}


def _floor(mean: Fraction) -> str:
    return f"{math.floor(mean * 100) / 100:.2f}"
