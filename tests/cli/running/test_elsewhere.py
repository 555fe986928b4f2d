"""`probe-from`: what it needs is told in one line, and it stays light."""

from __future__ import annotations

import fcntl
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from statuspage.cli import main
from statuspage.elsewhere.backlog import Backlog


def run(state: Path, *words: str, server: str = "http://127.0.0.1:9", token: str = "x") -> Result:
    given = ["probe-from", "eu-1", "--server", server, "--state", str(state), *words]
    return CliRunner().invoke(main, given, env={"STATUSPAGE_TOKEN": token})


def test_token_that_is_missing_is_asked_for(tmp_path: Path) -> None:
    found = run(tmp_path / "state", token="")
    assert found.exit_code == 1
    assert "statuspage token create NAME --scope measurements" in found.output
    assert not (tmp_path / "state").exists()


def test_file_of_the_token_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    place = tmp_path / "token"
    command = ["probe-from", "eu-1", "--server", "http://127.0.0.1:9"]
    found = CliRunner().invoke(main, command, env={"STATUSPAGE_TOKEN_FILE": str(place)})
    assert found.exit_code == 1
    assert f"{place} cannot be read: No such file or directory." in found.output


def test_address_that_is_none_is_refused(tmp_path: Path) -> None:
    found = run(tmp_path, server="status.example.com")
    assert found.exit_code == 2
    assert "'status.example.com' should be an http:// or https:// address." in found.output


def test_address_with_a_password_is_refused(tmp_path: Path) -> None:
    found = run(tmp_path, server="https://ada:geheim@status.example.com")
    assert found.exit_code == 2
    assert "Leave the name and the password out of the address." in found.output
    assert "geheim" not in found.output


def test_folder_of_another_location_is_refused(tmp_path: Path) -> None:
    backlog = Backlog(tmp_path / "results.db")
    backlog.keep("place", "us-1 https://status.example.com")
    backlog.close()
    found = run(tmp_path)
    assert found.exit_code == 1
    assert "holds what was found for us-1 https://status.example.com; give eu-1" in found.output


def test_folder_that_another_prober_works_with_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        found = run(tmp_path)
    assert found.exit_code == 1
    assert "Another prober works with" in found.output


@pytest.mark.parametrize("heavy", ["flask", "granian", "peewee", "babel", "lxml", "jinja2"])
def test_nothing_of_the_site_is_imported(heavy: str) -> None:
    assert heavy not in _imported()


def test_no_figures_and_no_store_are_imported() -> None:
    rooms = ("figures", "store", "site", "actions", "web", "render.html")
    ours = [f"statuspage.{room}" for room in rooms]
    assert not _imported() & {*ours}


def _imported() -> set[str]:
    if not _found:
        code = f"{_CODE}\nprint('\\n'.join(sys.modules))"
        ended = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        _found.update(ended.stdout.split())
    return _found


_found: set[str] = set()
_CODE = """
import sys
from click.testing import CliRunner
from statuspage.cli import main
from statuspage.elsewhere import outpost, server
CliRunner().invoke(main, ["probe-from", "eu-1", "--server", "nonsense"])
"""
