"""What figures of events can be counted again from: cases, slices, incidents, ratings by score."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.measurements.cases import record_cases
from statuspage.actions.measurements.ratings import record_ratings
from statuspage.actions.measurements.ratios import record_ratios
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.store import db
from statuspage.store.settings import current_settings
from tests.helpers.pages import rendered
from tests.helpers.sites import add_to_config, an_sla

NOW = datetime(2026, 7, 20, 12, 0, tzinfo=UTC)
CONFIG = (
    an_sla("first-answer", "first_response", within="4h", target="90%")
    + an_sla("logins", "ratio", target="90%", min_events=5)
    + an_sla("liked", "csat", target="80%")
    + an_sla("told", "first_notice", components=["api"], within="30m", target="50%")
    + an_sla("kept-telling", "update_cadence", components=["api"], within="45m", target="50%")
)
DOWN = {"api": ComponentState.MAJOR_OUTAGE}


@pytest.fixture(autouse=True)
def site(store: Path) -> None:
    with clock.standing_at(NOW):
        add_to_config(store, CONFIG)
        with db.snapshot():
            settings = current_settings()
        cases = [
            {
                "id": f"C-{day}",
                "opened_at": f"2026-07-{day:02}T10:00:00Z",
                "first_response_at": f"2026-07-{day:02}T{hour}:00:00Z",
                "resolved_at": None,
                "priority": "high",
            }
            for day, hour in ((1, 11), (2, 13), (3, 18))
        ]
        record_cases(enumerate(cases, 1), settings)
        slices = [
            {
                "sla": "logins",
                "from": f"2026-07-{day:02}T00:00:00Z",
                "to": f"2026-07-{day:02}T01:00:00Z",
                "good": good,
                "total": total,
            }
            for day, good, total in ((1, 10, 11), (2, 3, 4))
        ]
        record_ratios(enumerate(slices, 1), settings)


def get(path: str) -> str:
    return rendered(path, NOW).body.decode()


def rows(path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(get(path))))


def test_cases_recompute_their_figure() -> None:
    figure = json.loads(get("/sla/first-answer/2026-07.json"))
    again = Counter(row["counts_as"] for row in rows("/sla/first-answer/2026-07.csv"))
    assert again == {"good": 2, "bad": 1}
    assert (figure["good"], figure["bad"]) == (2, 1)


def test_slices_recompute_their_figure_and_say_which_do_not_count() -> None:
    figure = json.loads(get("/sla/logins/2026-07.json"))
    table = rows("/sla/logins/2026-07.csv")
    assert [row["counts"] for row in table] == ["yes", "no"]
    counted = [row for row in table if row["counts"] == "yes"]
    assert figure["good"] == sum(int(row["good"]) for row in counted) == 10
    assert figure["total"] == sum(int(row["total"]) for row in counted) == 11


def test_few_ratings_give_nothing_away_but_that_they_are_few() -> None:
    give_ratings(5, 4, 1, 5)
    figure = json.loads(get("/sla/liked/2026-07.json"))
    assert (figure["good"], figure["bad"], figure["total"]) == (0, 0, 0)
    assert rows("/sla/liked/2026-07.csv") == [{"score": "all", "answers": "suppressed"}]


def test_ratings_recompute_their_figure_by_score() -> None:
    give_ratings(5, 4, 1, 5, 3)
    figure = json.loads(get("/sla/liked/2026-07.json"))
    given = {row["score"]: int(row["answers"]) for row in rows("/sla/liked/2026-07.csv")}
    assert given == {"1": 1, "2": 0, "3": 1, "4": 1, "5": 2}
    assert (figure["good"], figure["bad"]) == (given["4"] + given["5"], given["1"] + given["3"])


def test_incidents_list_the_words_that_their_promises_are_judged_by() -> None:
    start, minute = NOW - timedelta(hours=3), timedelta(minutes=1)
    down = NewUpdate("It is away.", components=DOWN, impact_from=start - 40 * minute)
    with clock.standing_at(start):
        key = open_incident("Away", down, Actor("ada")).key
    with clock.standing_at(start + 20 * minute):
        post_update(key, NewUpdate("It is back.", Status.RESOLVED), Actor("ada"))
    for sla, side in (("told", "bad"), ("kept-telling", "good")):
        [row] = rows(f"/sla/{sla}/2026-07.csv")
        assert row["incident"] == key
        assert row["impact_from"] == "2026-07-20T08:20:00Z"
        assert row["words"] == "2026-07-20T09:00:00Z;2026-07-20T09:20:00Z"
        assert row["counts_as"] == side
        assert json.loads(get(f"/sla/{sla}/2026-07.json"))[side] == 1


def give_ratings(*scores: int) -> None:
    given = [
        {"id": f"R-{place}", "at": "2026-07-10T10:00:00Z", "kind": "csat", "score": score}
        for place, score in enumerate(scores)
    ]
    with clock.standing_at(NOW):
        record_ratings(enumerate(given, 1))
