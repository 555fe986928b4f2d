"""A made-up year of measurements for the demo: checks, support cases, ratings and ratios.

Pure: the same seed, dates and incidents give the same rows, in the form that imports and pushes
take. Who writes them is `filling`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from statuspage.domain.vocabulary.spans import ImpactRun, Span
from statuspage.domain.vocabulary.states import ComponentState

Row = dict[str, Any]

_SEED = 20_220_326
_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_EVERY = timedelta(minutes=5)
_SLICE = timedelta(hours=6)
_LONGEST_OUTAGE = timedelta(hours=3)
_SLOW = 4  # times the usual latency, while a target is degraded
_TIMEOUT = 10_000  # ms

_BADNESS = ("", "degraded", "down")
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


def checks(target: Target, days: Sequence[datetime], told: Sequence[ImpactRun]) -> Iterator[Row]:
    """The checks of one probe over some UTC days, with the outages that incidents tell of.

    Most of those are measured, some times nobody looked, and a few outages were never announced.
    """
    announced = _announced(target, told)
    for day in days:
        chance = _chance(target.probe, day)
        today = Span(day, day + _DAY)
        troubles = [
            one
            for one in (*announced, *_unannounced(day, chance))
            if one[0].clip(today) is not None
        ]
        for place in range(_DAY // _EVERY):
            at = day + place * _EVERY
            states = [state for span, state in troubles if span.start <= at < span.end]
            if "unknown" not in states:
                yield _check(target, at, max(states, default="", key=_BADNESS.index), chance)


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


def ratings(days: Sequence[datetime]) -> list[Row]:
    """Answers to the three surveys, more and more of them as the year goes on."""
    found: list[Row] = []
    for place, day in enumerate(days):
        chance = _chance("ratings", day)
        for kind, (scale, weights) in _SCORES.items():
            usual = 4 * (place + 1) / len(days)
            for count in range(int(usual * chance.random() + chance.random() * 0.3)):
                [score] = chance.choices(scale, weights)
                at = day + chance.randrange(8 * 60, 20 * 60) * _MINUTE
                key = f"R-{kind}-{day:%Y%m%d}-{count + 1}"
                found.append({"id": key, "at": _text(at), "kind": kind, "score": score})
    return found


def ratios(sla: str, days: Sequence[datetime]) -> list[Row]:
    """Good and total events of an SLA, four slices to a day; now and then one goes badly."""
    found: list[Row] = []
    for day in days:
        chance = _chance("ratios", day)
        for place in range(_DAY // _SLICE):
            start = day + place * _SLICE
            total = round(1500 * _rhythm(start + _SLICE / 2) * chance.uniform(0.8, 1.2))
            share = 0.02 if chance.random() < 0.01 else 0.0006
            bad = min(total, round(total * share * chance.random()))
            times = {"from": _text(start), "to": _text(start + _SLICE)}
            found.append({"sla": sla, **times, "good": total - bad, "total": total})
    return found


def days_before(end: datetime, count: int) -> list[datetime]:
    """The starts of the UTC days before an instant that is one itself, oldest first."""
    return [end - _DAY * back for back in range(count, 0, -1)]


def _chance(what: str, day: datetime) -> Random:
    return Random(f"{_SEED} {what} {day:%Y-%m-%d}")


def _announced(target: Target, told: Sequence[ImpactRun]) -> list[tuple[Span, str]]:
    """What was measured of the incidents on a component: about two of three were."""
    found = []
    for run in told:
        chance = Random(f"{_SEED} {target.probe} {run.start:%Y-%m-%dT%H:%M:%S}")
        if run.end is None or run.end <= run.start or chance.random() < 0.3:
            continue
        length = min(run.end - run.start, _LONGEST_OUTAGE)
        start = run.start + chance.uniform(0, 0.2) * length
        state = "degraded" if run.state is ComponentState.DEGRADED else "down"
        share = chance.uniform(0.1, 0.9 if state == "degraded" else 0.4)
        found.append((Span(start, start + share * length), state))
    return found


def _unannounced(day: datetime, chance: Random) -> list[tuple[Span, str]]:
    """What a day has besides: a gap, an outage nobody told of, a slow stretch."""
    found = []
    for state, likely, shortest, longest in (
        ("unknown", 0.02, 30, 300),
        ("down", 0.02, 10, 50),
        ("degraded", 0.04, 20, 90),
    ):
        if chance.random() < likely:
            start = day + chance.randrange(24 * 60) * _MINUTE
            found.append(
                (Span(start, start + chance.randrange(shortest, longest) * _MINUTE), state)
            )
    return found


def _check(target: Target, at: datetime, state: str, chance: Random) -> Row:
    row: Row = {"probe": target.probe, "at": _text(at), "state": state or "up"}
    if state == "down":
        return row | ({"latency_ms": _TIMEOUT} if chance.random() < 0.5 else {})
    usual = target.usual * (_SLOW if state else 1)
    row["latency_ms"] = math.ceil(usual * _rhythm(at) * chance.lognormvariate(0, 0.3))
    return row


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
