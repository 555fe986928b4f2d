"""A real Prometheus: what is pulled of it counts as an independent count of its database does."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from statuspage import clock
from statuspage.domain.measured.pulls import DuePull, PullStanding
from statuspage.domain.vocabulary.spans import Span
from statuspage.domain.vocabulary.window import Period, parse_period
from statuspage.figures.measure import measure
from statuspage.sources.pulling import AskedSource
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.measured import pulls, ratios, slas
from statuspage.store.settings import current_settings
from statuspage.worker.duties.sources import Pulling
from tests.helpers.processes import free_port, statuspage, wait_until
from tests.helpers.prometheus import Target, backfill, dumped, exporting, prometheus
from tests.helpers.recounted import Point, by_second, recount, recount_events
from tests.helpers.sites import a_table, add_to_config, an_sla, change_config

ZONE = ZoneInfo("Europe/London")
JULY = datetime(2026, 6, 30, 23, tzinfo=UTC)
LATER = datetime(2026, 8, 2, 12, 0, 3, tzinfo=UTC)
MINUTES = 44_640
FAST = datetime(2026, 7, 28, 22, 30, tzinfo=UTC)


def a_month() -> Iterator[Point]:
    """A point each minute but for gaps, with failures of all lengths, and some without a number."""
    chance, minute = random.Random(15), 0
    while minute < MINUTES:
        kind = chance.choices(["up", "down", "gap", "nan"], [30, 4, 2, 1])[0]
        length = chance.randrange(40, 400) if kind == "up" else chance.choice([1, 1, 2, 3, 7, 45])
        for at in range(minute, min(minute + length, MINUTES)):
            value = {"up": 1.0, "down": 0.0, "nan": math.nan}.get(kind)
            if value is not None:
                yield JULY.timestamp() + 60 * at + 12.345, value
        minute += length


def quick() -> Iterator[Point]:
    """13,000 points within 7 hours over midnight: more than some servers give in one answer."""
    for place in range(13_000):
        if not 4000 <= place < 4100:  # 200 s of silence
            yield FAST.timestamp() + 2 * place, float(not 9000 <= place < 9030)


def requests() -> Mapping[str, list[Point]]:
    """Counters of two programs over six hours: one begins anew, is not read for a while, and makes
    its counter of errors with the first error; the other one is there for an hour alone.
    """
    first, found = FAST.timestamp() - 86_400, dict[str, list[Point]]()
    for program, steps in (("a", range(720)), ("b", range(480, 600))):
        for code, grows in (("200", 10), ("500", 1)):
            value, points = 1000.0, list[Point]()
            for step in steps:
                value = 0.0 if step == 240 else value + grows
                is_there = code == "200" or step >= 130
                value = 3.0 if code == "500" and step == 130 else value
                if is_there and not (program == "a" and 360 <= step < 380):
                    points.append((first + 30 * step, value))
            found[f'requests_total{{job="api",instance="{program}",code="{code}"}}'] = points
    return found


@dataclass(frozen=True)
class Ground:
    """A Prometheus that was filled, scraped a target, was restarted, and runs."""

    folder: Path
    address: str
    ended: datetime


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    folder, target = tmp_path_factory.mktemp("prometheus"), Target({"probe_success": 1})
    backfill(
        folder,
        {
            'probe_success{job="api",instance="a"}': [*a_month()],
            'quick_success{job="search"}': [*quick()],
            **requests(),
            'twice{place="b"}': [*quick()][:9],
            'twice{place="c"}': [*quick()][:9],
        },
    )
    port = free_port()

    def scrape(more: int) -> None:
        wanted = target.scrapes + more
        wait_until(lambda: target.scrapes >= wanted)

    with exporting(target) as live:
        with prometheus(folder, live, port):
            scrape(4)
            target.metrics["probe_success"] = 0
            scrape(8)
            target.is_broken = True
            scrape(2)
        target.is_broken, target.metrics["probe_success"] = False, 1
        with prometheus(folder, live, port) as address:  # which scrapes after five seconds
            scrape(4)
            yield Ground(folder, address, datetime.now(UTC).replace(microsecond=0))


@pytest.fixture
def site(store: Path, ground: Ground) -> Path:
    def a_source(name: str, since: date) -> str:
        keys = {"type": "prometheus", "url": ground.address, "lag": "10s"}
        return a_table("sources", id=name, **keys) + f"since = {since}\n"

    def a_series(component: str, query: str, **more: str) -> str:
        return a_table("sources.series", component=component, query=query, **more)

    add_to_config(
        store,
        a_source("prom", date(2026, 7, 1)),
        a_series("api", 'probe_success{job="api"}'),
        a_series("search", "quick_success", interval="2s", id="quick"),
        a_table(
            "sources.ratios",
            sla="requests",
            bad='requests_total{code="500"}',
            total="requests_total",
            interval="30s",
        ),
        an_sla("requests", "ratio", target="99%"),
        a_source("live", ground.ended.date()),
        a_series("docs", 'probe_success{job="live"}', interval="1s"),
        *(
            an_sla(f"{name}-up", "availability", components=[name], source="probes")
            for name in ("api", "search", "docs")
        ),
    )
    return store


def pull(at: datetime, rounds: int = 3) -> dict[str, PullStanding]:
    """Ask until nothing more is due; the month is asked for day by day."""
    elapsed = iter(range(0, 100_000, 1000))
    pulling = Pulling({}, lambda: float(next(elapsed)))
    with clock.standing_at(at):
        for _ in range(rounds):
            pulling.turn()
    with db.snapshot():
        return dict(pulls.standings())


def counts(sla: str, period: Period, now: datetime) -> tuple[int, ...]:
    with db.snapshot():
        found = measure(LIBRARY, slas.versions(sla), period, now).counts
    return tuple(int(one) for one in (found.good, found.bad, found.unknown))


def raw(ground: Ground, match: str) -> list[Point]:
    [points] = dumped(ground.folder, match).values()
    return by_second(points)


def test_figures_of_a_month_equal_a_count_of_the_database(site: Path, ground: Ground) -> None:
    standings = pull(LATER, 8)
    assert all(one.fault is None for one in standings.values())
    period = parse_period("2026-07", ZONE, LATER)
    edges = (int(period.span.start.timestamp()), int(period.span.end.timestamp()))
    for sla, match, interval in (
        ("api-up", 'probe_success{job="api"}', 60),
        ("search-up", "quick_success", 2),
    ):
        wanted = recount(raw(ground, match), *edges, interval)
        assert wanted[1] > 0
        assert counts(sla, period, LATER) == wanted
    with db.snapshot():
        kept = pulls.settled_between(["prom-api", "quick"], JULY, LATER)
    for name, points in (("prom-api", [*a_month()]), ("quick", [*quick()])):
        final = kept[name]
        assert [one.start for one in final[1:]] == [one.end for one in final[:-1]]
        assert final[0].start == JULY
        assert sum(one.points for one in final) == len(points)
        assert max(one.points for one in final) < 11_000
    bad, total, seconds = recount_events(requests(), 75)
    with db.snapshot():
        found = ratios.starting_between("requests", JULY, LATER)
    assert sum(one.total - one.good for one in found) == bad > 0
    assert sum(one.total for one in found) == total
    assert sum(one.span.seconds for one in found) == seconds
    assert {one.span.start.minute % 5 for one in found} == {0}


def test_failed_scrapes_and_a_restart_are_unknown_and_failures_are_down(
    site: Path, ground: Ground
) -> None:
    soon = ground.ended + timedelta(seconds=11)
    pull(soon, 1)
    # What marks a series as stale is no measurement: none comes with an answer.
    points = [one for one in raw(ground, 'probe_success{job="live"}') if not math.isnan(one[1])]
    period = parse_period(f"{ground.ended.astimezone(ZONE):%Y-%m}", ZONE, soon)
    first, last = int(points[0][0]), int(points[-1][0])
    until = int(ground.ended.timestamp()) + 1
    seen = [point for point in points if point[0] < until]
    good, bad, _ = recount(seen, first, int(soon.timestamp()), 1)
    assert last - first - good - bad >= 1  # what nobody saw
    assert bad >= 2
    assert counts("docs-up", period, soon)[:2] == (good, bad)


def test_several_series_are_refused_with_the_mend(site: Path, ground: Ground) -> None:
    change_config(site, '"quick_success"', '"twice"')
    with db.snapshot():
        known = AskedSource.of(current_settings().sources[0])
    due = DuePull(Span(FAST, FAST + timedelta(minutes=1)), is_final=False)
    [outcome] = known.round({"quick": [due]}, {})
    assert outcome.fault is not None
    assert "2 series at once" in str(outcome.fault)
    assert 'location = "place"' in str(outcome.fault)


def test_source_try_prints_what_it_sees_and_records_nothing(site: Path, ground: Ground) -> None:
    change_config(site, 'lag = "10s"', 'lag = "0s"')
    done = statuspage(site / "config.toml", "source", "try", "live")
    assert 'live-docs (probe_success{job="live"} >= 1):' in done.stdout
    assert "Z  Up" in done.stdout
    assert done.returncode == 0
    with db.snapshot():
        assert not pulls.standings()
