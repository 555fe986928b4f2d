"""Pingdom: what `results/CHECK` and `summary.outage/CHECK` of its API (2.1 and 3.1) answer.

Source: docs.pingdom.com/api. Results have `time` (seconds since 1970), `status` (up, down,
unconfirmed_down, unknown) and `responsetime` in ms; outages have states with timefrom and timeto.
Neither names its check, so the name of the file does.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

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

_STATES = {"up": UP, "down": DOWN, "unconfirmed_down": DOWN}


def read(given: Given) -> Iterator[Monitor]:
    """Read saved answers: each file is one check, or says which by `checkid` or `name`."""
    beats: dict[str, list[TheirResult]] = {}
    stretches: dict[str, list[Spell]] = {}
    for file, facts in answers(given):
        if not facts.values.keys() & {"results", "summary"}:
            continue
        name = facts.text("name", "checkid", "check_id") or Path(file).stem
        beats.setdefault(name, []).extend(map(_beat, facts.several("results")))
        outages = facts.inner("summary").several("states")
        stretches.setdefault(name, []).extend(filter(None, map(_stretch, outages)))
    if not beats:
        raise SourceError(
            said(
                "{name} holds no results of Pingdom; save what results/CHECK or "
                "summary.outage/CHECK answers.",
                name=given.place,
            )
        )
    for name, found in beats.items():
        kept = sorted(stretches[name], key=lambda one: one.start)
        yield Monitor(name, name, "", found, kept)


def _beat(facts: TheirFields) -> TheirResult:
    took = facts.text("responsetime")
    state = _STATES.get(facts.text("status").lower(), UNKNOWN)
    is_answer = state == UP and took.isdecimal()
    return TheirResult(at_second(facts.needed("time")), state, int(took) if is_answer else None)


def _stretch(facts: TheirFields) -> Spell | None:
    state = _STATES.get(facts.text("status").lower())
    if state is None:
        return None
    return Spell(at_second(facts.needed("timefrom")), at_second(facts.needed("timeto")), state)
