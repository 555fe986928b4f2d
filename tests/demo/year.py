"""A made-up year of measurements for the demo: checks, support cases, ratings and ratios.

Pure: the same seed, dates and incidents give the same rows, in the form that imports and pushes
take. Who writes them is `filling`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from random import Random
from typing import Any

from statuspage.domain.vocabulary.spans import ImpactRun, Span
from statuspage.domain.vocabulary.states import ComponentState

Row = dict[str, Any]

INVENTED = "Demo: "
"""Begins the title of each incident that is made up."""

_SEED = 20_220_326
_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_EVERY = timedelta(minutes=5)
_SLICE = timedelta(hours=6)
_LONGEST_OUTAGE = timedelta(hours=3)
_SLOW = 4  # times the usual latency, while a target is degraded
_TIMEOUT = 10_000  # ms

_BADNESS = ("", "degraded", "down", "unknown")
_PRIORITIES = ("high", "normal", "normal", "normal", "low", "low")
_ANSWER_HOURS = {"high": 0.7, "normal": 1.6, "low": 2.4}
_SOLVE_HOURS = {"high": 9.0, "normal": 20.0, "low": 34.0}
_TOPICS = ("billing", "access", "speed", "how-to")
_SCORES = {  # of each kind: its scale, and how often each score is given
    "csat": (range(1, 6), (3, 4, 9, 30, 54)),
    "nps": (range(11), (2, 1, 1, 2, 2, 4, 5, 12, 18, 24, 29)),
    "ces": (range(1, 8), (2, 3, 5, 9, 18, 30, 33)),
}


@dataclass(frozen=True)
class Target:
    """What a probe of the demo watches, and how many milliseconds it usually takes."""

    probe: str
    component: str
    usual: int


def checks(
    target: Target,
    span: Span,
    told: Sequence[ImpactRun],
    *,
    dense_from: datetime | None = None,
    calm_from: datetime | None = None,
) -> Iterator[Row]:
    """The checks of one probe inside a span, with the outages that incidents tell of.

    Most of those are measured, some times nobody looked, and a few outages were never announced;
    from `calm_from` on nothing happens that no incident tells of. Before `dense_from` only every
    second check is there. Any division of a span gives the same rows.
    """
    announced = _announced(target, told, span.end)
    day = span.start.replace(hour=0, minute=0, second=0, microsecond=0)
    while day < span.end:
        chance = _chance(target.probe, day)
        besides = _unannounced(day, chance)
        is_calm = calm_from is not None and day >= calm_from
        today = Span(day, day + _DAY)
        troubles = [
            one
            for one in (*announced, *(() if is_calm else besides))
            if one[0].clip(today) is not None
        ]
        step = 1 if dense_from is None or day >= dense_from else 2
        for at, text, rhythm in _grid(day)[::step]:
            states = [state for span, state in troubles if span.start <= at < span.end]
            row = _check(target, text, max(states, default="", key=_BADNESS.index), rhythm, chance)
            if "unknown" not in states and span.start <= at < span.end:
                yield row
        day += _DAY


def cases(days: Sequence[datetime], end: datetime) -> list[Row]:
    """Support cases opened on some days, as they stand at the end."""
    found: list[Row] = []
    for day in days:
        chance = _chance("cases", day)
        number = chance.randrange(5, 11) if day.weekday() < 5 else chance.randrange(3)
        for place in range(number):
            former = found[-chance.randrange(1, 40)] if len(found) >= 40 else None
            found.append(_case(f"C-{day:%Y%m%d}-{place + 1}", day, end, chance, former))
    return found


def ratings(days: Sequence[datetime], since: datetime) -> list[Row]:
    """Answers to the three surveys on some days, more and more in the first year since `since`."""
    found: list[Row] = []
    whole = min(365, (days[-1] - since) // _DAY + 1)
    for day in days:
        chance = _chance("ratings", day)
        for kind, (scale, weights) in _SCORES.items():
            usual = 4 * min(1.0, ((day - since) // _DAY + 1) / whole)
            for count in range(int(usual * chance.random() + chance.random() * 0.3)):
                [score] = chance.choices(scale, weights)
                at = day + chance.randrange(8 * 60, 20 * 60) * _MINUTE
                key = f"R-{kind}-{day:%Y%m%d}-{count + 1}"
                found.append({"id": key, "at": _text(at), "kind": kind, "score": score})
    return found


def ratios(sla: str, span: Span) -> list[Row]:
    """Good and total events of an SLA in the six hours that ended inside a span.

    Now and then one goes badly.
    """
    found: list[Row] = []
    day = span.start.replace(hour=0, minute=0, second=0, microsecond=0)
    while day < span.end:
        chance = _chance("ratios", day)
        for place in range(_DAY // _SLICE):
            start = day + place * _SLICE
            total = round(1500 * _rhythm(start + _SLICE / 2) * chance.uniform(0.8, 1.2))
            share = 0.02 if chance.random() < 0.01 else 0.0006
            bad = min(total, round(total * share * chance.random()))
            times = {"from": _text(start), "to": _text(start + _SLICE)}
            if span.start <= start and start + _SLICE <= span.end:
                found.append({"sla": sla, **times, "good": total - bad, "total": total})
        day += _DAY
    return found


def _chance(what: str, day: datetime) -> Random:
    return Random(f"{_SEED} {what} {day:%Y-%m-%d}")


def _announced(target: Target, told: Sequence[ImpactRun], now: datetime) -> list[tuple[Span, str]]:
    """What was measured of the incidents on a component: about two of three of the real ones.

    Of an invented one just what it says, and of a partial outage its slow answers.
    """
    found = []
    for run in told:
        state = "down" if run.state is ComponentState.MAJOR_OUTAGE else "degraded"
        end = run.end or now
        if end <= run.start:
            continue
        if run.title.startswith(INVENTED):
            found.append((Span(run.start, end), state))
            continue
        chance = Random(f"{_SEED} {target.probe} {run.start:%Y-%m-%dT%H:%M:%S}")
        if run.end is None or chance.random() < 0.3:
            continue
        length = min(end - run.start, _LONGEST_OUTAGE)
        start = run.start + chance.uniform(0, 0.2) * length
        share = chance.uniform(0.1, 0.9 if state == "degraded" else 0.4)
        found.append((Span(start, start + share * length), state))
    return found


def _unannounced(day: datetime, chance: Random) -> list[tuple[Span, str]]:
    """What a day has besides: a gap, an outage nobody told of, a slow stretch."""
    found = []
    for state, likely, shortest, longest in (
        ("unknown", 0.01, 30, 180),
        ("down", 0.005, 10, 30),
        ("degraded", 0.03, 20, 90),
    ):
        if chance.random() < likely:
            start = day + chance.randrange(24 * 60) * _MINUTE
            found.append(
                (Span(start, start + chance.randrange(shortest, longest) * _MINUTE), state)
            )
    return found


def _check(target: Target, at: str, state: str, rhythm: float, chance: Random) -> Row:
    row: Row = {"probe": target.probe, "at": at, "state": state or "up"}
    usual = target.usual * (_SLOW if state else 1)
    took = math.ceil(usual * rhythm * math.exp(0.3 * chance.gauss(0, 1)))
    if state == "down":
        return row | ({"latency_ms": _TIMEOUT} if took % 2 else {})
    row["latency_ms"] = took
    return row


@lru_cache(maxsize=400)  # days: each probe has the same
def _grid(day: datetime) -> list[tuple[datetime, str, float]]:
    """The instants of a day's checks, as texts too, and how busy it is then."""
    instants = [day + place * _EVERY for place in range(_DAY // _EVERY)]
    return [(at, _text(at), _rhythm(at)) for at in instants]


def _rhythm(at: datetime) -> float:
    """From 0.6 at three at night to 1.4 in the afternoon."""
    return 1 - 0.4 * math.cos(math.tau * (at.hour * 60 + at.minute - 3 * 60) / (24 * 60))


def _case(key: str, day: datetime, end: datetime, chance: Random, former: Row | None) -> Row:
    opened = day + chance.randrange(7 * 60, 18 * 60) * _MINUTE
    priority = chance.choice(_PRIORITIES)
    answered = opened + _some(_ANSWER_HOURS[priority], chance)
    solved = answered + _some(_SOLVE_HOURS[priority], chance)
    row: Row = {
        "id": key,
        "opened_at": _text(opened),
        "first_response_at": _by(answered, end),
        "resolved_at": _by(solved, end),
        "priority": priority,
        "agent_replies": 1 if chance.random() < 0.75 else chance.randrange(2, 6),
        "reopened": chance.random() < 0.06,
        "topic": chance.choice(_TOPICS),
    }
    if chance.random() < 0.35 and answered < end:
        asked = answered + (solved - answered) * 0.3
        replied = answered + (solved - answered) * chance.uniform(0.4, 0.9)
        if asked < end:
            row["waiting"] = [[_text(asked), _by(replied, end)]]
    if former is not None and chance.random() < 0.05:
        row["follow_up_of"] = former["id"]
    return row


def _some(hours: float, chance: Random) -> timedelta:
    return hours * chance.lognormvariate(0, 0.7) * _HOUR


def _by(at: datetime, end: datetime) -> str | None:
    """A time, where it is not still to come."""
    return _text(at) if at < end else None


def _text(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
