"""The demo site, with promises of every kind, is counted again from its downloads over HTTP."""

from __future__ import annotations

import ast
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server
from zoneinfo import ZoneInfo

import pytest

from statuspage import clock
from statuspage.actions import freezing
from statuspage.actions.incidents.imported import take_incidents
from statuspage.actions.sync import sync
from statuspage.config import load
from statuspage.figures.indicators import INDICATORS
from statuspage.imports import jsonl
from statuspage.probes.registry import PROBE_KINDS
from statuspage.sources.registry import SOURCE_KINDS
from statuspage.store import db
from statuspage.web.app import create_app
from tests.demo.filling import fill_demo
from tests.demo.measuring import fill_year
from tests.recompute.compare import compare
from tests.recompute.fetched import Get, over_http

HERE = Path(__file__).parent
DATA = HERE.parent / "data"
HISTORY = DATA / "github-status" / "incidents.jsonl"
NOW = datetime(2026, 8, 5, 12, 0, 37, tzinfo=UTC)
SINCE = NOW - timedelta(days=34)
FROZEN_OF_EACH = 1


class Quiet(WSGIRequestHandler):
    """Answers without a word on the terminal."""

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo with a history of five weeks, served; gives its address."""
    db.open_store(tmp_path_factory.mktemp("demo") / "statuspage.db", create=True)
    db.migrate()
    with clock.standing_at(NOW):
        sync(DATA / "demo" / "config.toml", {})
        whole = jsonl.read(HISTORY.read_bytes(), HISTORY.name, ZoneInfo("UTC"), NOW)
        recent = [one for one in whole.incidents if SINCE < one.started_at < NOW]
        take_incidents(replace(whole, incidents=recent))
        fill_demo(NOW)
        fill_year(NOW, 34)
        freeze_some()
        with make_server("127.0.0.1", 0, create_app(), handler_class=Quiet) as server:
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            yield f"http://127.0.0.1:{server.server_port}"
            server.shutdown()
            thread.join()
    db.close_store()


def freeze_some() -> None:
    """Publish the newest closed period of each promise for good."""
    seen: list[str] = []
    for closed in freezing.closed_periods():
        if seen.count(closed.sla) < FROZEN_OF_EACH:
            freezing.freeze(closed)
            seen.append(closed.sla)


@pytest.mark.slow
def test_every_published_figure_is_what_its_downloads_count_up_to(site: str) -> None:
    report = compare(over_http(site))
    assert report.faults == []
    assert report.figures > 40
    assert report.on_pages > 240


def test_demo_promises_something_of_every_kind() -> None:
    settings = load(DATA / "demo" / "config.toml", {}, INDICATORS, PROBE_KINDS, SOURCE_KINDS)
    assert {sla.indicator for sla in settings.slas} == set(INDICATORS)


API = "/api/v1/components/api-requests"
ALTERED = (
    ("api-latency", "/sla/api-latency/2026-07.json", '"verdict": "', '"verdict": "un'),
    ("first-contact", "/sla/first-contact/2026-07.csv", ",1,no,", ",2,no,"),
    ("satisfaction", "/sla/satisfaction/2026-07.csv", "5,", "5,1"),
    ("webhook-deliveries", "/sla/webhook-deliveries", "99.9", "99.8"),
    ("actions", "/api/v1/components/actions", '"level":"ok"', '"level":"level-1"'),
    ("first-response", "/sla/first-response/2026-07.csv", ":00Z,1,no", ":01Z,1,no"),
    ("first-response", "/api/v1/slas/first-response", "09:00-17:00", "09:00-17:30"),
    ("resolution", "/sla/resolution", "3 h 12 min", "3 h 11 min"),
    ("satisfaction", "/api/v1/slas/satisfaction", '"answers":48', '"answers":49'),
    ("the group code", "/api/v1/components", "99.86%", "99.87%"),
    ("the group access", "/", "worst 99.27%", "worst 99.57%"),
    ("api-requests", "/components/api-requests", "after 1 h 19 min", "after 1 h 18 min"),
    ("api-requests", API, '"noticed":"2026-07-19T', '"noticed":"2026-07-20T'),
    ("api-requests", f"{API}/latency", '"timeouts":{}', '"timeouts":{"7":1}'),
)


@pytest.mark.slow
def test_each_figure_that_was_altered_is_named(site: str) -> None:
    fetched = cache(over_http(site))  # its clock stands still, so nothing else changes
    for name, address, said, instead in ALTERED:
        report = compare(altered(fetched, address, said, instead))
        assert report.faults, address
        assert all(name in fault for fault in report.faults), report.faults


def altered(get: Get, address: str, said: str, instead: str) -> Get:
    """Fetches from a site that lies at one address."""

    def fetch(path: str) -> str:
        text = get(path)
        return text.replace(said, instead) if path == address else text

    return fetch


@pytest.mark.parametrize(
    "name", sorted(p.stem for p in HERE.glob("*.py") if not p.stem.startswith("test_"))
)
def test_script_uses_nothing_but_the_standard_library_and_itself(name: str) -> None:
    tree = ast.parse((HERE / f"{name}.py").read_text("utf-8"))
    imported = {
        module
        for node in ast.walk(tree)
        for module in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    foreign = {m for m in imported if m.partition(".")[0] not in sys.stdlib_module_names}
    assert all(module.startswith("tests.recompute") for module in foreign)
