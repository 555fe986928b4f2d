"""From how many gave each score to all that may be said of a survey, and its words on pages."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction
from statistics import NormalDist
from typing import Any

from tests.recompute.rules import floored

_Z = NormalDist().inv_cdf(0.975)
_SCORES = {"csat": 5, "nps": 11, "ces": 7}


def counted(published: Mapping[str, Any]) -> dict[str, Any]:
    """What must have been published of a survey. Few answers tell nothing, or counts alone."""
    kind, counts = published["kind"], published.get("counts") or []
    n = sum(counts)
    if n < 5:
        return {"kind": kind, "shown": "nothing", "answers": None, "suppressed": True}
    assert len(counts) == _SCORES[kind]
    found = {"kind": kind, "answers": n, "counts": counts, "suppressed": False}
    if n < 30:
        return found | {"shown": "counts"}
    return found | {"shown": "full"} | _WAYS[kind](counts, n)


def words(survey: Mapping[str, Any]) -> str:
    """The sentence of a page about a survey."""
    kind, n = survey["kind"], survey["answers"]
    if survey["shown"] == "nothing":
        return "ewer than 5 answers"
    counts = survey["counts"]
    is_full = survey["shown"] == "full"
    if kind == "csat":
        return (
            f"{survey['percent']}% gave 4 or 5 out of 5. With {n} answers, the true share lies "
            f"between {survey['low']}% and {survey['high']}% (95% confidence). "
            f"The mean is {survey['mean']}."
            if is_full
            else f"{n} answers are too few for a percentage"
        )
    if kind == "nps":
        begin = (
            f"{survey['score']} ± {survey['margin']} (NPS, from −100 to +100, with 95% confidence)"
            f", from {n} answers"
            if is_full
            else f"{n} answers, too few for a score"
        )
        return (
            f"{begin}: {sum(counts[9:])} would recommend us (9 or 10 out of 10), "
            f"{sum(counts[7:9])} gave 7 or 8, {sum(counts[:7])} gave less."
        )
    if is_full:
        return (
            f"{survey['percent']}% found it easy (5 or more out of 7). "
            f"The mean is {survey['mean']} (CES), from {n} answers."
        )
    return (
        f"{n} answers, too few for a percentage: {sum(counts[4:])} found it easy (5 or more out "
        f"of 7), {sum(counts[:4])} did not."
    )


def _csat(counts: Sequence[int], n: int) -> dict[str, str]:
    share = sum(counts[3:]) / n
    middle = share + _Z**2 / (2 * n)
    half = _Z * math.sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2))
    whole = 1 + _Z**2 / n
    low = (middle - half) / whole if share else 0.0
    high = (middle + half) / whole if share < 1 else 1.0
    return {
        "percent": floored(Fraction(sum(counts[3:])), Fraction(n)),
        "low": floored(Fraction(low), Fraction(1)),
        "high": floored(Fraction(high), Fraction(1)),
        "mean": _mean(counts, n),
    }


def _nps(counts: Sequence[int], n: int) -> dict[str, str]:
    promoters, detractors = sum(counts[9:]), sum(counts[:7])
    score = Fraction(promoters - detractors, n)
    margin = 100 * _Z * math.sqrt((Fraction(promoters + detractors, n) - score**2) / n)
    return {
        "score": f"{math.floor(score * 100):+d}",
        "margin": f"{math.ceil(margin * 10) / 10:.1f}",
    }


def _ces(counts: Sequence[int], n: int) -> dict[str, str]:
    share = floored(Fraction(sum(counts[4:])), Fraction(n))
    return {"percent": share, "mean": _mean(counts, n)}


def _mean(counts: Sequence[int], n: int) -> str:
    total = sum(score * count for score, count in enumerate(counts, 1))
    return floored(Fraction(total, 100), Fraction(n))


_WAYS = {"csat": _csat, "nps": _nps, "ces": _ces}
