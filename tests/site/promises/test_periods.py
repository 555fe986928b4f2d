"""The page of a period, and its CSV, from which anybody can count again without this program."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import Cadence, ProbeState, Sample
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.errors import NotFound
from tests.helpers.measurements import record, results
from tests.helpers.pages import rendered
from tests.helpers.sites import a_probe, add_to_config, an_sla, change_config

MINUTE = timedelta(minutes=1)
START = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
NOW = START + timedelta(days=2, minutes=20)
WATCHED = Watched("api-http", "api", Cadence(MINUTE, 2), timedelta(seconds=10))


@pytest.fixture(params=["worst"])
def combine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(autouse=True)
def site(store: Path, combine: str) -> None:
    with clock.standing_at(START):
        add_to_config(
            store,
            (
                a_probe()
                + an_sla(
                    "measured",
                    "availability",
                    components=["api", "search"],
                    source="worst_of_both",
                    combine=combine,
                    target="99.9%",
                )
                + an_sla(
                    "quick", "latency", components=["api"], under="200ms", timezone="Asia/Kolkata"
                )
            ),
        )
    record(WATCHED, results(START, NOW - 15 * MINUTE, MINUTE, outages=4))
    with clock.standing_at(NOW - timedelta(hours=3)):
        partial = {"search": ComponentState.PARTIAL_OUTAGE, "api": ComponentState.MAJOR_OUTAGE}
        word = NewUpdate("It was away.", components=partial, impact_from=START + 30 * MINUTE)
        open_incident("Away", word, Actor("ada"))


def get(path: str, now: datetime = NOW) -> str:
    return rendered(path, now).body.decode()


def rows(path: str, now: datetime = NOW) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(get(path, now))))


def counted_again(table: list[dict[str, str]]) -> dict[str, float]:
    """Availability second by second, from the rows alone: none of the product's code."""
    sums: Counter[str] = Counter()
    instants = sorted({row[edge] for row in table for edge in ("from", "to")})
    names = [row["component"] for row in table if row["kind"] == "period"]
    [combine] = {row["combine"] for row in table if row["kind"] == "period"}
    for start, end in pairwise(instants):
        seconds = (datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds()
        in_force = [row for row in table if row["from"] <= start and end <= row["to"]]
        parts = []
        for name in names:
            mine = [row for row in in_force if row["component"] == name]
            kinds = {row["kind"] for row in mine}
            bad = max((float(row["weight"]) for row in mine if row["weight"]), default=0.0)
            rest = "future" if "future" in kinds else "unknown" if "unknown" in kinds else "good"
            parts.append((bad, rest))
        if combine == "worst":
            order = ["good", "unknown", "future"]
            parts = [(max(bad for bad, _ in parts), max((r for _, r in parts), key=order.index))]
        for bad, rest in parts:
            sums["bad"] += bad * seconds / len(parts)  # type: ignore[assignment]
            sums[rest] += (1 - bad) * seconds / len(parts)  # type: ignore[assignment]
    return dict(sums)


@pytest.mark.parametrize("combine", ["worst", "mean"], indirect=True)
@pytest.mark.parametrize("now", [NOW, datetime(2026, 8, 2, tzinfo=UTC)])
def test_csv_of_availability_alone_recomputes_the_figure(now: datetime) -> None:
    figure: dict[str, Any] = json.loads(get("/sla/measured/2026-07.json", now))
    again = counted_again(rows("/sla/measured/2026-07.csv", now))
    for name in ("good", "bad", "unknown", "future"):
        assert again.get(name, 0) == pytest.approx(figure[name], abs=0.01), name
    assert figure["bad"] > 3600


@pytest.mark.parametrize("now", [NOW, datetime(2026, 8, 2, tzinfo=UTC)])
def test_csv_of_latency_alone_recomputes_the_figure(now: datetime) -> None:
    figure: dict[str, Any] = json.loads(get("/sla/quick/2026-07.json", now))
    table = rows("/sla/quick/2026-07.csv", now)
    for name in ("good", "bad", "unknown", "future"):
        assert sum(int(row[name]) for row in table) == figure[name], name
    assert figure["good"] > figure["bad"] > 0


def test_latency_figure_counts_every_answer_exactly() -> None:
    figure = json.loads(get("/sla/quick/2026-07.json"))
    answers = [
        sample.latency_ms if sample.state is not ProbeState.DOWN else 10_000
        for sample in results(START, NOW - 15 * MINUTE, MINUTE, outages=4)
        if sample.latency_ms is not None
    ]
    assert figure["good"] == sum(answer <= 200 for answer in answers)
    assert figure["good"] + figure["bad"] == len(answers)


def test_edge_of_a_period_that_is_no_whole_hour_comes_from_raw_results() -> None:
    # July begins in Kolkata at 18:30 UTC on 30 June: half of that hour belongs to June.
    edge = datetime(2026, 6, 30, 18, 0, tzinfo=UTC)
    other = Watched("old", "api", Cadence(MINUTE, 2))
    record(other, (Sample(edge + minute * MINUTE, ProbeState.UP, 50) for minute in range(60)))
    with_raw = json.loads(get("/sla/quick/2026-07.json"))["good"]
    [half] = [row for row in rows("/sla/quick/2026-07.csv") if row["probe"] == "old"]
    assert (half["from"], half["good"]) == ("2026-06-30T18:30:00Z", "30")
    assert with_raw == sum(int(row["good"]) for row in rows("/sla/quick/2026-07.csv"))


def test_page_names_the_bad_stretches_and_the_incidents_that_told_of_them() -> None:
    page = get("/sla/measured/2026-07")
    assert "Away" in page
    assert "Major outage" in page
    assert 'href="/sla/measured/2026-07.csv"' in page


@pytest.mark.parametrize("name", ["2026-09", "2026-05", "nonsense", "2026-13"])
def test_period_that_is_none_or_not_on_record_is_not_found(name: str) -> None:
    for ending in ("", ".json", ".csv"):
        with pytest.raises(NotFound):
            get(f"/sla/measured/{name}{ending}")


def test_changed_target_breaks_the_chart(store: Path) -> None:
    august = datetime(2026, 8, 3, tzinfo=UTC)
    with clock.standing_at(august):
        change_config(store, 'target = "95%"', 'target = "90%"')
    page = get("/sla/quick", august)
    assert 'class="break"' not in page
    assert "From the next one on: At least 90%" in page
    page = get("/sla/quick", datetime(2026, 9, 3, tzinfo=UTC))
    assert page.count('class="break"') == 1
    assert "From the next one on" not in page


def test_component_page_shows_latencies_outages_and_probes() -> None:
    page = get("/components/api")
    assert page.count('class="chart lines"') == 2
    assert "Measured outages" in page
    assert "Away" in page
    assert "Raw results are kept for 14 d; states and hourly counts for good." in page
