"""`import checks`, `cases` and `ratings` from the shell: all of a file or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from statuspage.cli import main
from statuspage.store import db
from tests.helpers.shell import run
from tests.helpers.sites import a_probe

GOOD = {
    "checks": "probe,at,state,latency_ms,location\napi-http,2026-07-01T00:00:00Z,up,123,eu-1\n",
    "cases": "id,opened_at,first_response_at\nC-1,2026-07-01 09:00,2026-07-01 10:00\n",
    "ratings": '{"id":"R-1","at":"2026-07-01T00:00:00Z","kind":"csat","score":5}\n',
}


@pytest.fixture
def config(site_folder: Path) -> Path:
    found = site_folder / "config.toml"
    found.write_text(found.read_text("utf-8") + a_probe(), "utf-8")
    assert run(found, "sync").exit_code == 0
    return found


@pytest.mark.parametrize("kind", GOOD)
def test_good_file_is_taken_and_counted(config: Path, tmp_path: Path, kind: str) -> None:
    file = tmp_path / "rows"
    file.write_text(GOOD[kind], "utf-8")
    assert run(config, "import", kind, str(file)).stdout == "taken 1\n"


@pytest.mark.parametrize("kind", GOOD)
def test_rows_are_taken_from_standard_input(config: Path, kind: str) -> None:
    result = CliRunner().invoke(
        main, ["--config", str(config), "import", kind, "-"], input=GOOD[kind]
    )
    db.close_store()
    assert result.stdout == "taken 1\n"


@pytest.mark.parametrize("kind", GOOD)
def test_faults_stand_with_file_and_line_and_nothing_is_taken(
    config: Path, tmp_path: Path, kind: str
) -> None:
    file = tmp_path / "rows"
    file.write_text(GOOD[kind] + "nonsense\n" * 120, "utf-8")
    result = run(config, "import", kind, str(file))
    lines = result.stderr.splitlines()
    assert result.exit_code == 1
    assert result.stdout == ""
    assert lines[0].startswith(f"{file}: line {2 if kind == 'ratings' else 3}")
    assert "more are not shown" in lines[-1]
    assert "nothing was taken" in lines[-1]


def test_file_that_is_missing_is_one_plain_line(config: Path, tmp_path: Path) -> None:
    result = run(config, "import", "checks", str(tmp_path / "none.csv"))
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("separator", [";", "\t"])
def test_file_of_a_spreadsheet_is_taken(
    config: Path, tmp_path: Path, separator: str, encoding: str
) -> None:
    file = tmp_path / "checks.csv"
    text = GOOD["checks"].replace(",", separator).replace("\n", "\r\n").replace("123", "123,0")
    file.write_bytes(text.encode(encoding))
    assert run(config, "import", "checks", str(file)).stdout == "taken 1\n"


def test_hours_that_clocks_leave_out_or_show_twice_are_refused_by_line(
    config: Path, tmp_path: Path
) -> None:
    file = tmp_path / "checks.csv"
    times = ("2026-03-29 00:59", "2026-03-29 01:30", "2025-10-26 01:30", "2025-10-26 01:30+00:00")
    rows = "".join(f"api-http,{at},up\n" for at in times)
    file.write_text(f"probe,at,state\n{rows}", "utf-8")
    result = run(config, "import", "checks", str(file))
    lines = result.stderr.splitlines()
    assert [line.partition("'")[0] for line in lines[:-1]] == [
        f"{file}: line 3, at: ",
        f"{file}: line 4, at: ",
    ]
    assert "does not exist in Europe/London" in lines[0]
    assert "2025-10-26T01:30+01:00 or 2025-10-26T01:30+00:00" in lines[1]
    assert result.exit_code == 1


def test_reasons_of_checks_are_left_out_and_named_in_no_fault(config: Path, tmp_path: Path) -> None:
    file = tmp_path / "checks.jsonl"
    blind = (
        '{"probe": "api-http", "at": "2026-07-01T00:00:00Z", "state": "unknown", "reason": {}}\n'
    )
    file.write_text(blind, "utf-8")
    assert run(config, "import", "checks", str(file)).stdout == "taken 1\n"
    file.write_text(blind.replace("{}", '{}, "colour": 1'), "utf-8")
    told = run(config, "import", "checks", str(file)).stderr
    assert ("latency_ms" in told, "reason" in told.replace(str(file), "")) == (True, False)
