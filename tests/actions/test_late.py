"""Late data: the periods they touch are marked with them, and soon say what came."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.freezing import count, freeze, publish, reviews
from statuspage.actions.given import Actor
from statuspage.actions.incidents.amend import amend_incident
from statuspage.actions.measurements.bulk_checks import import_checks
from statuspage.domain.incidents.edit import heading_of
from statuspage.domain.promises.late import LateKind
from statuspage.store import db
from statuspage.store.incidents import incidents
from statuspage.store.settings import current_settings
from statuspage.worker.duties.freezing import Freezing
from tests.actions.frozen_july import (
    FROZEN,
    HOUR,
    JULY,
    LATER,
    case,
    check_rows,
    checks,
    incident,
    july,
    rating,
    ratio,
    review,
    site,
    stamp,
    waiting,
)
from tests.helpers.pages import rendered

__all__ = ["site"]  # a fixture


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
    assert (
        "because data arrived later: 1 incident posted on 9 August 2026 (2 h of the period)."
        in page()
    )
    assert (after["revision"], after["provisional"]) == (2, False)
    assert after["reason"] == "1 incident posted on 9 August 2026 (2 h of the period)"
    assert after["late_data"] == [
        {"kind": "incident_posted", "day": "2026-08-09", "count": 1, "seconds": 7200}
    ]


def test_reason_stands_in_the_record() -> None:
    with clock.standing_at(LATER):
        incident("api", JULY + 5 * HOUR, 2)
    review(LATER + HOUR)
    text = rendered("/record", LATER + 2 * HOUR).body.decode()
    assert "1 incident posted on 9 August 2026 (2 h of the period)" in text


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
    assert str(july()[-1].why) == "3 incidents posted on 2026-08-09 (3 h of the period)"


def test_late_checks_are_counted_where_they_are_taken_one_by_one(site: Path) -> None:
    with clock.standing_at(JULY + 10 * HOUR):  # raw results of then are still kept
        checks(JULY + 2 * HOUR, "up", "up")
    bad = july("checked")[-1].figure.counts.bad
    with clock.standing_at(LATER):
        import_checks([check_rows(JULY + HOUR, ("down",))], current_settings())
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
    assert str(july()[-1].why) == "2 incidents posted on 2026-08-09 (5 h of the period)"


def test_restart_counts_nothing_again() -> None:
    with clock.standing_at(LATER):
        duty = Freezing()
        duty.turn()
        assert duty.counted == 0
        ratio(JULY)
        duty.turn()
        assert duty.counted == 1
