"""`incident open`, `update` and `resolve` from the shell."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from statuspage import clock
from statuspage.store import db
from statuspage.store.incidents import pledges
from tests.helpers.shell import run


def test_incident_open_prints_its_id_alone_on_the_last_line(config: Path) -> None:
    opened = run(
        config,
        *("incident", "open", "--title", "Slow", "--body", "We look."),
        *("--component", "api=partial_outage", "--next-update", "30m", "--owner", "Ada"),
    )
    key = opened.stdout.splitlines()[-1]
    assert key.isalnum()
    assert run(config, "incident", "update", key, "--body", "More.").exit_code == 0
    resolved = run(config, "incident", "resolve", key, "--body", "Over.", "--json")
    assert '"status": "resolved"' in resolved.stdout


def test_incident_resolve_promises_the_root_cause(config: Path) -> None:
    opened = run(config, "incident", "open", "--title", "Slow", "--body", "We look.")
    key = opened.stdout.splitlines()[-1]
    words = ("incident", "resolve", key, "--body", "Over.", "--root-cause-by")
    assert run(config, *words, "2020-01-01 12:00").exit_code == 1
    before = clock.now()
    assert run(config, *words, "10d").exit_code == 0
    db.open_store(config.parent / "var" / "statuspage.db")
    [promised] = pledges.of_incident(key)
    assert timedelta(0) <= promised.due - before - timedelta(days=10) < timedelta(minutes=5)
    db.close_store()


def test_times_without_a_zone_are_in_the_sites_zone(config: Path) -> None:
    opened = run(
        config,
        *("incident", "open", "--title", "Slow", "--body", "It was slow.", "--json"),
        *("--status", "resolved", "--posted-at", "2026-07-01 12:00"),
    )
    assert '"started_at": "2026-07-01T11:00:00Z"' in opened.stdout


def test_hour_that_clocks_leave_out_is_refused(config: Path) -> None:
    words = ("incident", "open", "--title", "T", "--body", "B", "--posted-at", "2026-03-29 01:30")
    result = run(config, *words)
    assert result.exit_code == 2
    assert "does not exist in Europe/London" in result.stderr
