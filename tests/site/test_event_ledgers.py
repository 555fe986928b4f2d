"""What figures of events can be counted again from: single cases, pushed slices, plain counts."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.cases import record_cases
from statuspage.actions.ratios import record_ratios
from statuspage.actions.sync import sync
from statuspage.site import catalogue
from statuspage.site.current import current_settings
from statuspage.store import db

NOW = datetime(2026, 7, 20, 12, 0, tzinfo=UTC)
CONFIG = """
[[slas]]
id = "first-answer"
title = "First answers come in time"
indicator = "first_response"
within = "4h"
target = "90%"

[[slas]]
id = "logins"
title = "Logins go well"
indicator = "ratio"
target = "90%"
min_events = 5

[[slas]]
id = "liked"
title = "People like it"
indicator = "csat"
target = "80%"
"""


@pytest.fixture(autouse=True)
def site(store: Path) -> None:
    config = store / "config.toml"
    config.write_text(config.read_text("utf-8") + CONFIG, "utf-8")
    with clock.standing_at(NOW):
        sync(config, {})
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
    found = catalogue.find(path)
    assert found is not None
    with clock.standing_at(NOW):
        return catalogue.render(found).body.decode()


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


def test_ratings_publish_their_counts_alone() -> None:
    figure = json.loads(get("/sla/liked/2026-07.json"))
    again = {row["counts_as"]: float(row["number"]) for row in rows("/sla/liked/2026-07.csv")}
    assert again == {name: figure[name] for name in again}
    assert set(again) == {"good", "bad", "unknown", "excluded", "future", "total"}
