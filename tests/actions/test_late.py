"""Late data: the periods they touch are marked with them, and soon say what came."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from statuspage import clock
from statuspage.actions.freezing import count, freeze, publish, reviews
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.amend import amend_incident
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.measurements.bulk_checks import import_checks
from statuspage.actions.measurements.cases import record_cases
from statuspage.actions.measurements.checks import record_checks
from statuspage.actions.measurements.ratings import record_ratings
from statuspage.actions.measurements.ratios import record_ratios
from statuspage.actions.sync import sync
from statuspage.domain.incidents.edit import heading_of
from statuspage.domain.promises.frozen import FrozenRevision
from statuspage.domain.promises.late import LateKind
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.store import db
from statuspage.store.incidents import incidents
from statuspage.store.measured import frozen
from statuspage.store.settings import current_settings
from statuspage.worker.duties.freezing import Freezing
from tests.helpers.pages import rendered
from tests.helpers.sites import a_probe, add_to_config, an_sla
from tests.helpers.stores import store_place

HOUR = timedelta(hours=1)
BEGUN = datetime(2026, 6, 1, tzinfo=UTC)
JULY = datetime(2026, 7, 10, 12, 0, tzinfo=UTC)
FROZEN = datetime(2026, 8, 9, 12, 0, tzinfo=UTC)
LATER = FROZEN + HOUR
SLAS = (
    a_probe(interval="1h", fail_after=1),
    an_sla("checked", "availability", source="probes", components=["api"], window="month"),
    an_sla("ratings", "csat", window="month"),
    an_sla("events", "ratio", window="month"),
    an_sla("answers", "first_response", within="4h", window="month"),
    an_sla("docs", "availability", source="incidents", components=["docs"], window="month"),
)


@pytest.fixture(autouse=True)
def site(site_folder: Path) -> Iterator[Path]:
    """A site with data of July, of which July is frozen."""
    db.open_store(store_place(site_folder), create=True)
    db.migrate()
    with clock.standing_at(BEGUN):
        sync(site_folder / "config.toml", {})
        add_to_config(site_folder, *SLAS)
    with clock.standing_at(JULY + 2 * HOUR):
        incident("api", JULY, 1)
        checks(JULY, "up", "up")
        rating("r1", JULY)
        ratio(JULY)
        case("c1", JULY)
    review(FROZEN)
    yield site_folder
    db.close_store()


def stamp(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def incident(component: str, start: datetime, hours: int) -> str:
    word = NewUpdate(
        "It was down.",
        status=Status.RESOLVED,
        components={component: ComponentState.MAJOR_OUTAGE},
        impact_from=start,
        impact_until=start + hours * HOUR,
    )
    return open_incident("Down", word, Actor("ada")).key


def _rows(start: datetime, states: tuple[str, ...]) -> list[tuple[int, dict[str, Any]]]:
    return [
        (n, {"probe": "api-http", "at": stamp(start + (n - 1) * HOUR), "state": state})
        for n, state in enumerate(states, 1)
    ]


def checks(start: datetime, *states: str) -> None:
    record_checks(_rows(start, states), current_settings())


def rating(name: str, at: datetime, score: int = 5) -> None:
    record_ratings([(1, {"id": name, "at": stamp(at), "kind": "csat", "score": score})])


def ratio(start: datetime, good: int = 999) -> None:
    row = {"sla": "events", "from": stamp(start), "to": stamp(start + HOUR)}
    record_ratios([(1, row | {"good": good, "total": 1000})], current_settings())


def case(name: str, opened: datetime, **more: str) -> None:
    row = {"id": name, "opened_at": stamp(opened), "first_response_at": stamp(opened + HOUR)}
    record_cases([(1, row | more)], current_settings())


def waiting() -> set[str]:
    with db.snapshot():
        return {one.sla for one in reviews()}


def review(now: datetime) -> None:
    """The worker's turns, until nothing waits."""
    with clock.standing_at(now):
        duty = Freezing()
        done = -1
        while waiting() or duty.counted != done:
            done = duty.counted
            duty.turn()


def july(sla: str = "api-availability") -> list[FrozenRevision]:
    with db.snapshot():
        return frozen.revisions([(sla, "2026-07")])[sla, "2026-07"]


def page(ending: str = "", sla: str = "api-availability") -> str:
    return rendered(f"/sla/{sla}/2026-07{ending}", LATER + HOUR).body.decode()


def weighed(ending: str = ".csv") -> int:
    """Seconds of incidents in the rows to download."""
    rows = csv.DictReader(io.StringIO(page(ending)))
    times = [(row["from"], row["to"]) for row in rows if row["kind"] == "incident"]
    return sum(
        int((datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds())
        for start, end in times
    )


def test_late_incident_is_said_at_once_and_counted_in_the_next_turn() -> None:
    before, listed = page(".json"), page(".csv")
    with clock.standing_at(LATER):
        incident("api", JULY + 5 * HOUR, 2)
    assert waiting() == {"api-availability"}
    assert (
        "More data has arrived that is not counted yet: 1 incident posted on 9 August 2026"
        in page()
    )
    assert page().count("Major outage,") == 1  # the list is that of the figure beside it
    assert (page(".json"), page(".csv")) == (before, listed)
    assert weighed() == json.loads(before)["bad"] == 3600
    review(LATER + HOUR)
    after = json.loads(page(".json"))
    assert weighed() == after["bad"] == 3 * 3600
    assert page().count("Major outage,") == 2
    assert "not counted yet" not in page()
    assert "because data arrived later: 1 incident posted on 9 August 2026, 2 h." in page()
    assert (after["revision"], after["provisional"]) == (2, False)
    assert after["reason"] == "1 incident posted on 9 August 2026, 2 h"
    assert after["late_data"] == [
        {"kind": "incident_posted", "day": "2026-08-09", "count": 1, "seconds": 7200}
    ]


def test_reason_stands_in_the_record() -> None:
    with clock.standing_at(LATER):
        incident("api", JULY + 5 * HOUR, 2)
    review(LATER + HOUR)
    text = rendered("/record", LATER + 2 * HOUR).body.decode()
    assert "1 incident posted on 9 August 2026, 2 h" in text


def test_edit_of_impact_is_a_change_of_one_incident() -> None:
    with clock.standing_at(LATER):
        with db.snapshot():
            [told] = incidents.newest(1)
            heading = heading_of(told, impact_is_stated=True)
        longer = replace(heading, impact_until=JULY + 3 * HOUR)
        amend_incident(told.key, longer, "measured anew", Actor("ada"))
    review(LATER + HOUR)
    [_, second] = july()
    assert second.figure.counts.bad == 3 * 3600
    [what] = second.late
    assert (what.kind, what.count, what.seconds) == (LateKind.INCIDENT_CHANGED, 1, 3 * 3600)


def test_incidents_of_one_day_are_counted_together() -> None:
    with clock.standing_at(LATER):
        for hours in (5, 10, 20):
            incident("api", JULY + hours * HOUR, 1)
    review(LATER + HOUR)
    assert str(july()[-1].why) == "3 incidents posted on 2026-08-09, 3 h"


def test_late_checks_are_counted_where_they_are_taken_one_by_one(site: Path) -> None:
    with clock.standing_at(JULY + 10 * HOUR):  # raw results of then are still kept
        checks(JULY + 2 * HOUR, "up", "up")
    bad = july("checked")[-1].figure.counts.bad
    with clock.standing_at(LATER):
        import_checks([_rows(JULY + HOUR, ("down",))], current_settings())
    assert waiting() == {"checked"}
    review(LATER + HOUR)
    [*_, newest] = july("checked")
    assert newest.figure.counts.bad > bad
    assert [(one.kind, one.count) for one in newest.late] == [(LateKind.CHECKS, 1)]


@pytest.mark.parametrize(
    ("sla", "kind"),
    [("ratings", LateKind.RATINGS), ("events", LateKind.RATIOS), ("answers", LateKind.CASES)],
)
def test_late_rows_of_any_kind_make_a_revision(sla: str, kind: LateKind) -> None:
    acts = {
        "ratings": lambda: [rating(f"r{n}", JULY, 1) for n in range(10, 20)],
        "events": lambda: ratio(JULY + 3 * HOUR, good=1),
        "answers": lambda: case("c2", JULY, first_response_at=stamp(JULY + 9 * HOUR)),
    }
    with clock.standing_at(LATER):
        acts[sla]()
    assert waiting() == {sla}
    review(LATER + HOUR)
    [_, second] = july(sla)
    assert [(one.kind, one.count) for one in second.late] == [(kind, 10 if sla == "ratings" else 1)]


def test_rating_that_moves_to_another_month_changes_both() -> None:
    with clock.standing_at(LATER):
        rating("r1", JULY - 20 * 24 * HOUR)
    assert waiting() == {"ratings"}
    review(LATER + HOUR)
    assert len(july("ratings")) == 1  # of so few answers nothing is told


def test_data_that_change_nothing_make_no_revision() -> None:
    with clock.standing_at(LATER):
        ratio(JULY)  # the same once more
        incident("api", JULY, 1)  # of the time that counts already
        incident("search", JULY, 1)
    assert waiting() == {"events", "api-availability"}
    review(LATER + HOUR)
    assert waiting() == set()
    assert len(july()) == len(july("events")) == 1
    assert "not counted yet" not in page()


def test_data_of_today_mark_nothing() -> None:
    with clock.standing_at(LATER):
        incident("api", FROZEN, 1)
        checks(FROZEN, "down", "down")
        rating("r2", FROZEN)
        ratio(FROZEN)
        case("c2", FROZEN - HOUR)
    assert waiting() == set()


def test_preview_marks_nothing() -> None:
    with clock.standing_at(LATER):
        db.rehearse(lambda: incident("api", JULY + 5 * HOUR, 2))
    assert waiting() == set()


def test_what_was_counted_before_more_came_is_not_published() -> None:
    with clock.standing_at(LATER):
        incident("api", JULY + 5 * HOUR, 2)
        [closed] = reviews()
        counted = count(closed)
        incident("api", JULY + 10 * HOUR, 3)
        assert publish([counted]) == {}
        assert freeze(closed) == 2
    assert july()[-1].figure.counts.bad == 6 * 3600
    assert str(july()[-1].why) == "2 incidents posted on 2026-08-09, 5 h"


def test_restart_counts_nothing_again() -> None:
    with clock.standing_at(LATER):
        duty = Freezing()
        duty.turn()
        assert duty.counted == 0
        ratio(JULY)
        duty.turn()
        assert duty.counted == 1


def _watch_docs(site: Path, *probes: str, **promise: str) -> None:
    keys = {"source": "probes", "components": ["docs"], "window": "month"} | promise
    with clock.standing_at(BEGUN):
        more = an_sla("docs-checked", "availability", **keys)
        watching = [a_probe(one, component="docs", interval="1h", fail_after=2) for one in probes]
        add_to_config(site, *watching, more)


def _check_docs(probe: str, *found: tuple[datetime, str]) -> None:
    rows = [{"probe": probe, "at": stamp(at), "state": state} for at, state in found]
    record_checks(enumerate(rows, 1), current_settings())


@pytest.mark.parametrize("is_import", [False, True])
def test_failure_that_is_confirmed_weeks_later_marks_the_month_it_began_in(
    site: Path, *, is_import: bool
) -> None:
    _watch_docs(site, "one")
    began, later = JULY + 240 * HOUR, FROZEN - 24 * HOUR
    with clock.standing_at(FROZEN):
        _check_docs("one", (began - HOUR, "up"), (began, "down"), (FROZEN, "up"))
    review(LATER)
    before = july("docs-checked")[-1].figure.counts
    with clock.standing_at(LATER):
        if is_import:
            row = {"probe": "one", "at": stamp(later), "state": "down"}
            import_checks([[(1, row)]], current_settings())
        else:
            _check_docs("one", (later, "down"))
    assert waiting() == {"docs-checked"}
    review(LATER + HOUR)
    assert july("docs-checked")[-1].figure.counts.bad > before.bad


def test_outage_beyond_the_edge_marks_the_month_whose_end_it_makes_long_enough(site: Path) -> None:
    _watch_docs(site, "one", "two", min_run="4h")
    end = july()[-1].figure.period.span.end
    with clock.standing_at(FROZEN):
        minutes = [timedelta(minutes=n) for n in (-90, -60, -30)]
        _check_docs("one", *zip([end + n for n in minutes], ("up", "down", "down"), strict=True))
        _check_docs("two", (end + HOUR / 2, "up"))
    review(LATER)
    assert july("docs-checked")[-1].figure.counts.bad == 0
    with clock.standing_at(LATER):
        _check_docs("two", (end + HOUR, "down"), (end + 2 * HOUR, "down"))
    assert waiting() == {"docs-checked"}
    review(LATER + HOUR)
    assert july("docs-checked")[-1].figure.counts.bad == 3600


def test_first_check_marks_the_months_of_silence_after_it(site: Path) -> None:
    _watch_docs(site, "one")
    review(LATER)
    with clock.standing_at(LATER):
        _check_docs("one", (BEGUN + HOUR, "up"))
    with db.snapshot():
        assert {one.name for one in reviews()} == {"2026-06", "2026-07"}
