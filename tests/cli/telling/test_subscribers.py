"""`subscriber`: who is told, in the shell; whoever left is brought back by nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.helpers.push_service import BrowserKeys
from tests.helpers.shell import run

MAIL = '[mail]\nfrom = "status@example.com"\n'
EVE = "eve@example.com"


@pytest.fixture
def people(config: Path, tmp_path: Path) -> Path:
    """Eve and Adam, who confirmed elsewhere."""
    config.write_text(config.read_text("utf-8") + MAIL, "utf-8")
    assert run(config, "sync").exit_code == 0
    table = tmp_path / "people.csv"
    table.write_text(f"address;how_often\n{EVE};daily\nadam@example.com;\n", "utf-8")
    taken = run(config, "subscriber", "import", str(table))
    assert taken.stdout == "taken 2, known 0, refused 0\n"
    return config


def test_subscribers_are_listed_and_given_out(people: Path, tmp_path: Path) -> None:
    listed = run(people, "subscriber", "list", "--state", "active").stdout.splitlines()
    assert [line.split("\t")[1:3] for line in listed] == [["mail", "On"]] * 2
    assert EVE in listed[0] + listed[1]
    given = run(people, "subscriber", "export", "Eve@Example.com")
    assert json.loads(given.stdout)["how_often"] == "daily"
    everybody = tmp_path / "all.jsonl"
    everybody.write_text(run(people, "subscriber", "export").stdout, "utf-8")
    again = run(people, "subscriber", "import", str(everybody))
    assert again.stdout == "taken 0, known 2, refused 0\n"


def test_erased_subscriber_stays_away_until_allowed(people: Path, tmp_path: Path) -> None:
    assert run(people, "subscriber", "erase", EVE).exit_code == 0
    assert run(people, "subscriber", "export", EVE).exit_code == 1
    table = str(tmp_path / "people.csv")
    assert run(people, "subscriber", "import", table).stdout.endswith("refused 1\n")
    assert run(people, "subscriber", "allow", EVE).exit_code == 0
    assert run(people, "subscriber", "allow", EVE).exit_code == 1
    assert run(people, "subscriber", "import", table).stdout.startswith("taken 1")


def test_bad_lines_are_named_and_nothing_is_taken(people: Path, tmp_path: Path) -> None:
    table = tmp_path / "bad.csv"
    table.write_text("address,language\nnew@example.com,\nnew,tlh\n", "utf-8")
    refused = run(people, "subscriber", "import", str(table))
    assert refused.exit_code == 1
    assert "line 3, address" in refused.stderr
    assert "new@example.com" not in run(people, "subscriber", "list").stdout


def test_list_shows_where_a_browser_is_reached_and_none_of_its_keys(
    config: Path, tmp_path: Path
) -> None:
    table = "\n[subscriptions]\nbrowsers = true\n"
    config.write_text(config.read_text("utf-8") + table, "utf-8")
    assert run(config, "sync").exit_code == 0
    address = BrowserKeys().address()
    endpoint, _, keys = address.partition("#")
    people = tmp_path / "browsers.csv"
    people.write_text(f"channel,address\npush,{address}\n", "utf-8")
    taken = run(config, "subscriber", "import", str(people))
    assert taken.stdout == "taken 1, known 0, refused 0\n"
    listed = run(config, "subscriber", "list").stdout
    assert endpoint in listed
    assert keys not in listed
    given = run(config, "subscriber", "export", endpoint)
    assert json.loads(given.stdout)["address"] == address
    assert run(config, "subscriber", "erase", endpoint).exit_code == 0
    assert run(config, "subscriber", "list").stdout == ""
