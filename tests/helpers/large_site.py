"""A site of any size, the same for a seed: many parts, promises and years of incidents.

Its history is imported, and its periods are frozen, as they are on a site that has run for years.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from statuspage import clock
from statuspage.actions.freezing import closed_periods, count, publish
from statuspage.actions.incidents.imported import take_incidents
from statuspage.actions.sync import sync
from statuspage.domain.incidents.imported import Batch, ImportedIncident, Post
from statuspage.domain.vocabulary.states import ComponentState, Impact, Kind, Status
from statuspage.store import db
from tests.helpers.sites import a_probe, a_table, an_sla

NOW = datetime(2026, 11, 20, 12, 30, 20, tzinfo=UTC)
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_BAD = (ComponentState.DEGRADED, ComponentState.PARTIAL_OUTAGE, ComponentState.MAJOR_OUTAGE)
_IMPACT = {
    ComponentState.DEGRADED: Impact.MINOR,
    ComponentState.PARTIAL_OUTAGE: Impact.MAJOR,
    ComponentState.MAJOR_OUTAGE: Impact.CRITICAL,
}
_BETWEEN = (Status.IDENTIFIED, Status.IDENTIFIED, Status.MONITORING, Status.MONITORING)
_IN_A_SET = 100  # incidents that are taken at once


@dataclass(frozen=True)
class Size:
    """How much of everything there is."""

    components: int = 200
    groups: int = 30
    incidents: int = 2000
    years: float = 5
    availability: int = 40  # promises from incidents
    measured: int = 0  # promises of availability from probes, a probe each
    first_notice: int = 5
    update_cadence: int = 5

    def times(self, factor: float) -> Size:
        """The same with more or less of all but years."""
        return Size(
            *(round(n * factor) for n in (self.components, self.groups, self.incidents)),
            self.years,
            *(round(n * factor) for n in (self.availability, self.measured)),
            *(round(n * factor) for n in (self.first_notice, self.update_cadence)),
        )


def make_large(folder: Path, size: Size, now: datetime = NOW, *, frozen: bool = True) -> Path:
    """Write and fill a site as it is at `now`; returns its config.toml. The store stays open."""
    (folder / "content").mkdir(parents=True)
    config = folder / "config.toml"
    config.write_text("".join(_settings(size, now)), "utf-8")
    db.open_store(folder / "var" / "statuspage.db", create=True)
    db.migrate()
    with clock.standing_at(now - timedelta(days=1)):
        sync(config, {})
    told = sorted(_incidents(size, now), key=lambda one: one.started_at)
    with clock.standing_at(now):
        for start in range(0, len(told), _IN_A_SET):
            take_incidents(Batch(told[start : start + _IN_A_SET], 0, (), (), {}))
        if frozen:
            publish([count(closed) for closed in closed_periods()])
    return config


def _settings(size: Size, now: datetime) -> Iterator[str]:
    since = f"{now - size.years * 365 * _DAY:%Y-%m-%d}"
    yield '[site]\nname = "Large"\nurl = "http://127.0.0.1:8000"\ntimezone = "Europe/London"\n'
    for number in range(size.groups):
        yield a_table("groups", id=f"group-{number}", name=f"Group {number}")
    for number in range(size.components):
        group = f"group-{number % size.groups}"
        named = {"id": _part(number), "name": f"Component {number}", "group": group}
        yield a_table("components", **named, incidents_since=since)
    shared = {"since": since, "window": "month"}
    for number in range(size.availability):
        told = shared | {"source": "incidents", "target": "99.9%"}
        yield an_sla(f"there-{number}", "availability", components=_parts(size, number), **told)
    for number in range(size.measured):
        told = shared | {"source": "probes", "target": "99.9%"}
        yield a_probe(f"probe-{number}", _part(number), url="http://127.0.0.1:9/", interval="1h")
        yield an_sla(f"measured-{number}", "availability", components=[_part(number)], **told)
    for number in range(size.first_notice):
        told = shared | {"within": "15m", "components": _parts(size, number)}
        yield an_sla(f"notice-{number}", "first_notice", **told)
    for number in range(size.update_cadence):
        told = shared | {"within": "60m", "components": _parts(size, number)}
        yield an_sla(f"cadence-{number}", "update_cadence", **told)


def _incidents(size: Size, now: datetime) -> Iterator[ImportedIncident]:
    """Each of six words over some hours; the newest is still going on."""
    chance = random.Random(size.incidents)
    length = timedelta(days=size.years * 365)
    for number in range(size.incidents):
        start = now - length * chance.random() if number else now - timedelta(hours=1)
        state = chance.choice(_BAD)
        named = chance.sample(range(size.components), min(size.components, chance.randrange(1, 4)))
        states = {_part(one): state for one in named}
        step = _MINUTE * chance.randrange(5, 45)
        posts = [Post(Status.INVESTIGATING, f"We look into trouble {number}.", start, states)]
        posts += [
            Post(status, f"We know more of it, word {place}.", start + place * step)
            for place, status in enumerate(_BETWEEN, 1)
        ]
        well = dict.fromkeys(states, ComponentState.OPERATIONAL)
        posts.append(Post(Status.RESOLVED, "It is over.", start + 5 * step, well))
        told = tuple(post for post in posts if post.at < now)
        yield ImportedIncident(
            origin="",
            origin_id=f"{number}",
            title=f"Trouble {number}",
            kind=Kind.INCIDENT,
            impact=_IMPACT[state],
            components=tuple(states),
            posts=told,
            source="former.example",
        )


def _part(number: int) -> str:
    return f"component-{number}"


def _parts(size: Size, number: int) -> Sequence[str]:
    """The four parts that a promise is about."""
    chosen = dict.fromkeys((number * 4 + place) % size.components for place in range(4))
    return [_part(one) for one in chosen]
