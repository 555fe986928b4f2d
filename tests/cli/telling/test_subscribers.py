"""`subscriber`: who is told, in the shell; whoever left is brought back by nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_commands import config, run
from tests.helpers.push_service import BrowserKeys

__all__ = ["config"]  # a fixture

MAIL = '[mail]\nfrom = "status@example.com"\n'
EVE = "eve@example.com"


@pytest.fixture
def people(config: Path, tmp_path: Path) -> Path:
    """Eve and Adam, who confirmed elsewhere."""
    config.write_text(config.read_text("utf-8") + MAIL, "utf-8")
    assert run("sync", config=config).exit_code == 0
    table = tmp_path / "people.csv"
    table.write_text(f"address;how_often\n{EVE};daily\nadam@example.com;\n", "utf-8")
    taken = run("subscriber", "import", str(table), config=config)
    assert taken.stdout == "taken 2, known 0, refused 0\n"
    return config


def test_subscribers_are_listed_and_given_out(people: Path, tmp_path: Path) -> None:
    listed = run("subscriber", "list", "--state", "active", config=people).stdout.splitlines()
    assert [line.split("\t")[1:3] for line in listed] == [["mail", "On"]] * 2
    assert EVE in listed[0] + listed[1]
    given = run("subscriber", "export", "Eve@Example.com", config=people)
    assert json.loads(given.stdout)["how_often"] == "daily"
    everybody = tmp_path / "all.jsonl"
    everybody.write_text(run("subscriber", "export", config=people).stdout, "utf-8")
    again = run("subscriber", "import", str(everybody), config=people)
    assert again.stdout == "taken 0, known 2, refused 0\n"


def test_erased_subscriber_stays_away_until_allowed(people: Path, tmp_path: Path) -> None:
    assert run("subscriber", "erase", EVE, config=people).exit_code == 0
    assert run("subscriber", "export", EVE, config=people).exit_code == 1
    table = str(tmp_path / "people.csv")
    assert run("subscriber", "import", table, config=people).stdout.endswith("refused 1\n")
    assert run("subscriber", "allow", EVE, config=people).exit_code == 0
    assert run("subscriber", "allow", EVE, config=people).exit_code == 1
    assert run("subscriber", "import", table, config=people).stdout.startswith("taken 1")


def test_bad_lines_are_named_and_nothing_is_taken(people: Path, tmp_path: Path) -> None:
    table = tmp_path / "bad.csv"
    table.write_text("address,language\nnew@example.com,\nnew,tlh\n", "utf-8")
    refused = run("subscriber", "import", str(table), config=people)
    assert refused.exit_code == 1
    assert "line 3, address" in refused.stderr
    assert "new@example.com" not in run("subscriber", "list", config=people).stdout


def test_list_shows_where_a_browser_is_reached_and_none_of_its_keys(
    config: Path, tmp_path: Path
) -> None:
    table = "\n[subscriptions]\nbrowsers = true\n"
    config.write_text(config.read_text("utf-8") + table, "utf-8")
    assert run("sync", config=config).exit_code == 0
    address = BrowserKeys().address()
    endpoint, _, keys = address.partition("#")
    people = tmp_path / "browsers.csv"
    people.write_text(f"channel,address\npush,{address}\n", "utf-8")
    taken = run("subscriber", "import", str(people), config=config)
    assert taken.stdout == "taken 1, known 0, refused 0\n"
    listed = run("subscriber", "list", config=config).stdout
    assert endpoint in listed
    assert keys not in listed
    given = run("subscriber", "export", endpoint, config=config)
    assert json.loads(given.stdout)["address"] == address
    assert run("subscriber", "erase", endpoint, config=config).exit_code == 0
    assert run("subscriber", "list", config=config).stdout == ""
