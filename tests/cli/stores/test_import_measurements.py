"""`import measurements`: what another system measured counts here as it did there, and says so."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tests.helpers.pages import rendered, words_of
from tests.helpers.shell import run
from tests.helpers.sites import a_probe, an_sla, open_site

JULY = datetime(2026, 6, 30, 23, tzinfo=UTC)  # as it begins in London
LENGTH = 31 * 86_400


@pytest.fixture
def config(site_folder: Path) -> Path:
    promise = an_sla("up", "availability", components=["api"], source="probes", window="month")
    found = site_folder / "config.toml"
    found.write_text(found.read_text("utf-8") + a_probe(interval="60s") + promise, "utf-8")
    assert run(found, "sync").exit_code == 0
    return found


def bring(config: Path, system: str, place: Path, *words: str) -> Result:
    return run(config, "import", "measurements", "--from", system, str(place), *words)


def july(config: Path) -> Mapping[str, Any]:
    told = run(config, "sla", "show", "up", "--period", "2026-07", "--json").stdout
    found: dict[str, Any] = json.loads(told)
    return found


def at(days: float = 0, seconds: int = 0) -> int:
    return int((JULY + timedelta(days=days, seconds=seconds)).timestamp())


def test_logs_of_uptimerobot_give_the_seconds_that_they_say(config: Path, tmp_path: Path) -> None:
    changes = [
        (98, at(-1)),
        (2, at(-1, 60)),
        (1, at(3)),
        (2, at(3, 450)),
        (1, at(10)),
        (2, at(10, 45)),
        (99, at(15)),
        (2, at(15, 7200)),
    ]
    logs = [
        {"type": kind, "datetime": start, "duration": 20 * 86_400, "reason": {"code": "200"}}
        for kind, start in changes[::-1]
    ]
    answers = [{"datetime": at(3, 600), "value": 87}]
    api = {"id": 7, "friendly_name": "Our API", "url": "https://api.acme.example/health/"}
    other = {"id": 8, "friendly_name": "Blog", "url": "https://blog.example", "logs": []}
    monitors = [{**api, "logs": logs, "response_times": answers}, other]
    file = tmp_path / "monitors.json"
    file.write_text(json.dumps({"stat": "ok", "monitors": monitors}), "utf-8")
    done = bring(config, "uptimerobot", file)
    assert done.stdout.splitlines()[-1].startswith("taken 518")
    assert "measured by UptimeRobot" in done.stdout
    assert "Left out, because no probe here is theirs: Blog." in done.stdout
    figure = july(config)
    assert (figure["bad"], figure["unknown"], figure["total"]) == (495, 7200, LENGTH)
    again = json.loads(bring(config, "uptimerobot", file, "--json").stdout)
    assert (again["measured_by"], again["left_out"]) == ("UptimeRobot", ["Blog"])
    assert july(config)["bad"] == 495


def test_page_of_the_component_says_who_measured(config: Path, tmp_path: Path) -> None:
    results = [
        {
            "probeid": 33,
            "time": at(0, 60 * n),
            "status": "up",
            "responsetime": 91,
            "statusdesc": "OK",
        }
        for n in range(3)
    ]
    file = tmp_path / "12345.json"
    file.write_text(json.dumps({"activeprobes": [33], "results": results}), "utf-8")
    done = bring(config, "pingdom", file, "--probe", "12345=api-http")
    assert done.stdout.splitlines()[-1] == "taken 3"
    open_site(config.parent)
    told = words_of(rendered("/components/api"))
    assert "were measured by Pingdom, and brought here on" in told


def test_outages_of_pingdom_end_where_they_say(config: Path, tmp_path: Path) -> None:
    states = [
        {"status": "up", "timefrom": at(-1), "timeto": at(4)},
        {"status": "down", "timefrom": at(4), "timeto": at(4, 90)},
        {"status": "unknown", "timefrom": at(4, 90), "timeto": at(5)},
        {"status": "up", "timefrom": at(5), "timeto": at(40)},
    ]
    file = tmp_path / "api-http.json"
    file.write_text(json.dumps({"summary": {"states": states}}), "utf-8")
    assert bring(config, "pingdom", file).exit_code == 0
    figure = july(config)
    assert (figure["bad"], figure["unknown"]) == (90, 86_400 - 90)


def test_beats_of_kuma_leave_gaps_unknown(config: Path, tmp_path: Path) -> None:
    file = tmp_path / "kuma.db"
    with closing(sqlite3.connect(file)) as made, made:
        made.execute("CREATE TABLE monitor (id INTEGER PRIMARY KEY, name TEXT, url TEXT)")
        made.execute("INSERT INTO monitor VALUES (1, 'Shop', 'https://x'), (2, NULL, NULL)")
        made.execute("CREATE TABLE heartbeat (monitor_id, status, time, ping)")
        rows = [
            (1, 0 if 30 <= n < 33 else 2 if n == 29 else 1, f"{time:%Y-%m-%d %H:%M:%S}.5", 40)
            for n in range(60)
            if n != 50
            for time in [JULY + timedelta(minutes=n)]
        ]
        made.executemany("INSERT INTO heartbeat VALUES (?, ?, ?, ?)", rows)
    done = bring(config, "kuma", file, "--probe", "shop=api-http")
    assert done.stdout.splitlines()[-1] == "taken 59"
    figure = july(config)
    # The pending beat failed as well; the last beat holds for two and a half intervals.
    assert (figure["bad"], figure["good"]) == (4 * 60, 59 * 60 + 150 - 4 * 60)
    assert bring(config, "kuma", tmp_path / "config.toml").exit_code == 1


def test_commits_of_upptime_are_its_states(config: Path, tmp_path: Path) -> None:
    clone = tmp_path / "upptime"
    (clone / "history").mkdir(parents=True)
    who = {"GIT_AUTHOR_NAME": "U", "GIT_AUTHOR_EMAIL": "u@x", "GIT_COMMITTER_NAME": "U"}

    def commit(when: int, words: str) -> None:
        (clone / "history" / "api.yml").write_text(
            f"url: https://api.acme.example/health\nstatus: {when}\n", "utf-8"
        )
        dates = {"GIT_AUTHOR_DATE": f"{when} +0000", "GIT_COMMITTER_DATE": f"{when} +0000"}
        env = {**os.environ, **who, "GIT_COMMITTER_EMAIL": "u@x", **dates}
        for command in (["add", "."], ["commit", "-qm", f"{words} [skip ci] [upptime]"]):
            subprocess.run(["git", "-C", str(clone), *command], check=True, env=env)

    subprocess.run(["git", "init", "-q", str(clone)], check=True)
    commit(at(), "\U0001f7e9 Our API is up (200 in 123 ms)")
    commit(at(0, 3600), "\U0001f7e5 Our API is down (0 in 0 ms)")
    commit(at(0, 3900), "\U0001f7e9 Our API is up (200 in 99 ms)")
    commit(at(2), "\U0001f7e8 Our API is degraded (200 in 9000 ms)")
    done = bring(config, "upptime", clone)
    assert "measured by Upptime" in done.stdout
    figure = july(config)
    assert figure["bad"] == 300
    # After 25 hours without a commit nobody knows; nor does one slow answer confirm anything.
    assert figure["good"] == 3600 + 25 * 3600


@pytest.mark.parametrize("system", ["uptimerobot", "pingdom", "kuma", "upptime"])
def test_what_is_not_of_a_system_is_one_plain_line(
    config: Path, tmp_path: Path, system: str
) -> None:
    file = tmp_path / "x.json"
    file.write_text("{}", "utf-8")
    done = bring(config, system, file)
    assert (done.exit_code, len(done.stderr.splitlines())) == (1, 1)
    wrong = bring(config, system, file, "--probe", "a=nobody")
    assert "There is no probe 'nobody'" in wrong.stderr
