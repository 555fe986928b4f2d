"""Late data in any order come to the figures of a store that had them all from the beginning."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some

from statuspage import clock
from statuspage.actions.freezing import closed_periods, freeze
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.amend import amend_incident
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.measurements.bulk_checks import import_checks
from statuspage.actions.measurements.cases import record_cases
from statuspage.actions.measurements.checks import record_checks
from statuspage.actions.measurements.ratings import record_ratings
from statuspage.actions.measurements.ratios import record_ratios
from statuspage.actions.measurements.results import pack_old_samples
from statuspage.actions.sync import sync
from statuspage.domain.incidents.edit import heading_of
from statuspage.domain.measured.availability import Counts
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.store import db
from statuspage.store.incidents import incidents
from statuspage.store.measured import frozen
from statuspage.store.settings import current_settings
from tests.helpers.pages import rendered
from tests.helpers.sites import a_probe, an_sla, write_site
from tests.helpers.stores import store_place
from tests.recompute.compare import compare

BEGUN = datetime(2026, 6, 25, tzinfo=UTC)
WEEK = datetime(2026, 6, 29, tzinfo=UTC)  # a Monday
SOON = WEEK + timedelta(days=7, hours=1)
FROZEN = WEEK + timedelta(days=18)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ADA = Actor("ada")
WEEKLY = {"window": "week", "timezone": "UTC", "target": "90%"}
SLAS = (
    a_probe("one", interval="1h", fail_after=2),
    an_sla("checked", "availability", source="probes", components=["api"], **WEEKLY),
    an_sla("both", "availability", source="worst_of_both", components=["api"], **WEEKLY),
    an_sla("lasting", "availability", source="probes", components=["api"], min_run="4h", **WEEKLY),
    an_sla("told", "availability", source="incidents", components=["api"], **WEEKLY),
    an_sla("noticed", "first_notice", within="1h", components=["api"], **WEEKLY),
    an_sla("events", "ratio", **WEEKLY),
    an_sla("happy", "csat", **WEEKLY),
    an_sla("answers", "first_response", within="4h", **WEEKLY),
)


@dataclass
class Datum:
    """Something that is told once, and perhaps edited; how it is told may differ."""

    tell: Callable[[], object]
    edit: Callable[[], object] | None = None
    row: dict[str, Any] | None = None  # of a check, which can come by import too
    after: list[Datum] = field(default_factory=list)


def stamp(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def check(hour: int, state: str) -> Datum:
    row = {"probe": "one", "at": stamp(WEEK + hour * HOUR), "state": state}
    return Datum(lambda: record_checks([(1, row)], current_settings()), row=row)


def incident(number: int, hour: int, length: int, then: int | None) -> Datum:
    """An outage that was `length` hours long, or is said so later."""
    start = WEEK + hour * HOUR

    def tell() -> None:
        word = NewUpdate(
            "It was down.",
            status=Status.RESOLVED,
            components={"api": ComponentState.MAJOR_OUTAGE},
            impact_from=start,
            impact_until=start + length * HOUR,
            posted_at=start + length * HOUR,
        )
        open_incident(f"Down {number}", word, ADA)

    def edit() -> None:
        with db.snapshot():
            found = next(one for one in incidents.newest(99) if one.title == f"Down {number}")
            heading = heading_of(found, impact_is_stated=True)
        other = replace(heading, impact_until=start + (then or 0) * HOUR)
        amend_incident(found.key, other, "measured anew", ADA)

    return Datum(tell, None if then is None else edit)


def ratio(hour: int, good: int) -> Datum:
    start = WEEK + hour * HOUR
    row = {"sla": "events", "from": stamp(start), "to": stamp(start + HOUR)}
    row |= {"good": good, "total": 10}  # type: ignore[dict-item]
    return Datum(lambda: record_ratios([(1, row)], current_settings()))


def rating(number: int, hour: int, score: int) -> Datum:
    row = {"id": f"r{number}", "at": stamp(WEEK + hour * HOUR), "kind": "csat", "score": score}
    return Datum(lambda: record_ratings([(1, row)]))


def case(number: int, hour: int, answered: int) -> Datum:
    opened = WEEK + hour * HOUR
    row = {"id": f"c{number}", "opened_at": stamp(opened)}
    row["first_response_at"] = stamp(opened + answered * HOUR)
    return Datum(lambda: record_cases([(1, row)], current_settings()))


HOURS = some.integers(-30, 7 * 24 + 30)
DATA = some.tuples(
    some.dictionaries(
        HOURS, some.sampled_from(["up", "up", "down", "down", "degraded"]), max_size=14
    ),
    some.lists(
        some.tuples(some.integers(0, 150), some.integers(1, 5), some.sampled_from([None, 1, 2, 9])),
        max_size=3,
    ),
    some.dictionaries(HOURS, some.integers(0, 10), max_size=3),
    some.lists(some.tuples(HOURS, some.integers(1, 5)), max_size=8),
    some.lists(some.tuples(HOURS, some.integers(0, 9)), max_size=4),
)


def all_of(drawn: Any) -> list[Datum]:
    checks, outages, ratios, ratings, cases = drawn
    return [
        *(check(hour, state) for hour, state in sorted(checks.items())),
        *(incident(number, *one) for number, one in enumerate(outages)),
        *(ratio(hour, good) for hour, good in ratios.items()),
        *(rating(number, *one) for number, one in enumerate(ratings)),
        *(case(number, *one) for number, one in enumerate(cases)),
    ]


def review(now: datetime) -> None:
    with clock.standing_at(now):
        for closed in closed_periods():
            freeze(closed)


def published() -> dict[tuple[str, str], Counts]:
    """The counts of the newest revision of each published period."""
    with db.snapshot():
        return {
            (sla, period): found.counts
            for sla, period in frozen.periods()
            if (found := frozen.newest(sla, period)) is not None
        }


def new_store(folder: Path) -> None:
    if not (folder / "config.toml").exists():
        write_site(folder, *SLAS)
    db.open_store(store_place(folder), create=True)
    db.migrate()
    with clock.standing_at(BEGUN):
        sync(folder / "config.toml", {})


def from_the_beginning(folder: Path, data: Sequence[Datum]) -> dict[tuple[str, str], Counts]:
    """What a store publishes that had all of it, in order, before anything was published."""
    new_store(folder)
    with clock.standing_at(SOON + 2 * DAY):
        rows = [one.row for one in data if one.row]
        record_checks(enumerate(rows, 1), current_settings())
        for one in data:
            if one.row is None:
                one.tell()
            if one.edit is not None:
                one.edit()
    review(FROZEN)
    try:
        return published()
    finally:
        db.close_store()


@settings(
    max_examples=3,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # each takes too long to be shrunk
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(drawn=DATA, shuffler=some.randoms(use_true_random=False), early=some.integers(0, 12))
def test_last_revisions_are_the_figures_of_a_store_that_had_all_from_the_beginning(
    tmp_path_factory: Any, drawn: Any, shuffler: random.Random, early: int
) -> None:
    folder = tmp_path_factory.mktemp("orders")
    data = all_of(drawn)
    expected = from_the_beginning(folder / "whole", data)
    new_store(folder / "late")
    try:
        shuffler.shuffle(data)
        with clock.standing_at(SOON + 2 * DAY):
            for one in data[:early]:
                one.tell()
        review(FROZEN)
        edits = [one.edit for one in data[:early] if one.edit]
        now = FROZEN
        for one in data[early:]:
            now += HOUR
            with clock.standing_at(now):
                if one.row and shuffler.random() < 0.5:
                    import_checks([[(1, one.row)]], current_settings())
                else:
                    one.tell()
                if shuffler.random() < 0.2:
                    pack_old_samples(DAY)
            if one.edit:
                edits.append(one.edit)
            if shuffler.random() < 0.4:
                review(now)
        for edit in edits:
            now += HOUR
            with clock.standing_at(now):
                edit()
        review(now + HOUR)
        assert {
            name: counts for name, counts in published().items() if name in expected
        } == expected
        with clock.standing_at(now + 2 * HOUR):
            report = compare(lambda path: rendered(path).body.decode())
        assert report.faults == []
    finally:
        db.close_store()
