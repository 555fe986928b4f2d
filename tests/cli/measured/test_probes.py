"""`probe list` and `probe try`: what is watched, and one look at it that nothing records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from statuspage.cli import main
from statuspage.store import db
from statuspage.store.measured import measurements
from tests.helpers.sites import a_probe, add_to_config
from tests.probes.targets import answer, closed_port, saying, served


@pytest.fixture
def url() -> Iterator[str]:
    with served(saying(answer(status="503 Away"))) as address:
        yield address


def run(folder: Path, *words: str, **environment: str) -> Result:
    given = ["--config", str(folder / "config.toml"), "probe", *words]
    return CliRunner().invoke(main, given, env=environment)


def watch(folder: Path, **keys: str) -> None:
    add_to_config(folder, a_probe(**keys))


def test_try_says_why_a_target_is_down_and_records_nothing(store: Path, url: str) -> None:
    watch(store, url=url)
    found = run(store, "try", "api-http")
    assert found.exit_code == 1
    assert "api-http (http): Down" in found.output
    assert "It answers with status 503; 200 to 299 is expected." in found.output
    with db.snapshot():
        assert measurements.series_on(["api"]) == {"api": []}


def test_try_of_a_good_target_tells_its_times(store: Path) -> None:
    with served(saying(answer())) as url:
        watch(store, url=url)
        found = run(store, "try", "api-http")
    assert found.exit_code == 0
    assert "connection " in found.output
    assert "first answer " in found.output


def test_try_as_json_is_for_programs(store: Path, url: str) -> None:
    watch(store, url=url)
    found = json.loads(run(store, "try", "api-http", "--json").output)
    assert (found["state"], found["component"]) == ("down", "api")
    assert (found["reason"]["kind"], found["reason"]["status"]) == ("status", 503)
    assert found["times_ms"]["connect"] is not None
    assert found["times_ms"]["tls"] is None


def test_try_names_what_the_environment_lacks(store: Path, url: str) -> None:
    watch(store, url="env:HEALTH_ADDRESS")
    found = run(store, "try", "api-http")
    assert found.exit_code == 2
    assert "The environment of this program has no HEALTH_ADDRESS; set it." in found.output
    assert run(store, "try", "api-http", HEALTH_ADDRESS=url).exit_code == 1


def test_try_of_an_unknown_probe_names_the_nearest(store: Path) -> None:
    watch(store, url=f"http://127.0.0.1:{closed_port()}/")
    found = run(store, "try", "api-htp")
    assert found.exit_code == 1
    assert 'did you mean "api-http"?' in found.output


def test_try_of_a_heartbeat_says_that_its_job_calls(store: Path) -> None:
    watch(store, name="backup", component="docs", type="heartbeat")
    found = run(store, "try", "backup")
    assert found.exit_code == 1
    assert "its job calls in" in found.output


def test_list_tells_what_is_watched(store: Path) -> None:
    watch(store, interval="30s")
    assert run(store, "list").output.split() == ["api-http", "http", "30s", "api"]
    add_to_config(store, a_probe("far", "docs", locations=["eu-1", "us-1"]))
    assert run(store, "list").output.splitlines()[1].endswith("docs  eu-1, us-1")
