"""UptimeRobot: what `getMonitors` of its API v2 answers, with logs=1 and response_times=1.

Source: uptimerobot.com/api: a log has type 1 (down), 2 (up), 98 (started) or 99 (paused), when it
began, and how many seconds it lasted. Times are seconds since 1970. It keeps changes alone, so a
time in one state is taken as results at the interval of the probe here.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from statuspage.errors import SourceError
from statuspage.imports.histories.fields import TheirFields
from statuspage.imports.histories.given import Given
from statuspage.imports.monitors.answers import answers
from statuspage.imports.monitors.monitor import (
    DOWN,
    UNKNOWN,
    UP,
    Monitor,
    Spell,
    TheirResult,
    at_second,
)
from statuspage.said import said

_STATES = {"1": DOWN, "2": UP, "98": UNKNOWN, "99": UNKNOWN}


def read(given: Given) -> Iterator[Monitor]:
    """Read saved answers, in one file or a folder. Raises SourceError, InvalidInput."""
    found: dict[str, list[TheirFields]] = {}
    for _, facts in answers(given):
        is_one = "friendly_name" in facts.values
        for one in facts.several("monitors") or ([facts] if is_one else []):
            found.setdefault(one.text("id", "friendly_name"), []).append(one)
    if not found:
        raise SourceError(
            said(
                "{name} holds no monitors of UptimeRobot; save what getMonitors answers with "
                "logs=1 and response_times=1.",
                name=given.place,
            )
        )
    for key, several in found.items():
        first = several[0]
        yield Monitor(
            first.text("friendly_name") or key,
            key,
            first.text("url"),
            [beat for one in several for beat in _answers(one)],
            _stretches([log for one in several for log in one.several("logs")], given),
        )


def _answers(facts: TheirFields) -> Iterator[TheirResult]:
    """Those that came were good: of failures it keeps no time."""
    for one in facts.several("response_times"):
        took = one.text("value")
        if took.isdecimal():
            yield TheirResult(at_second(one.needed("datetime")), UP, int(took))


def _stretches(logs: list[TheirFields], given: Given) -> list[Spell]:
    """Each state until the next one began; the newest for as long as it is said to have lasted."""
    changes = {
        at_second(one.needed("datetime")): (_STATES.get(one.text("type"), UNKNOWN), one)
        for one in logs
    }
    ordered = sorted(changes)
    found = [
        Spell(start, end, changes[start][0])
        for start, end in pairwise(ordered)
        if changes[start][0] != UNKNOWN
    ]
    if ordered and changes[ordered[-1]][0] != UNKNOWN:
        state, last = changes[ordered[-1]]
        length = last.text("duration")
        end = ordered[-1] + (int(length) if length.isdecimal() else 0)
        found.append(Spell(ordered[-1], min(end, at_second(given.now)), state))
    return found
