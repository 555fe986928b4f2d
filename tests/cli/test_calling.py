"""Commands that are told to people act on the site that was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.processes import statuspage
from tests.helpers.sites import write_site


def test_commands_told_carry_the_file_that_was_given(tmp_path: Path) -> None:
    config = write_site(tmp_path / "a site") / "config.toml"
    missing = statuspage(config, "incident", "list")
    assert f"`statuspage --config '{config}' migrate`" in missing.stderr
    assert statuspage(config, "migrate").returncode == 0
    unsynced = statuspage(config, "incident", "list")
    assert f"`statuspage --config '{config}' sync`" in unsynced.stderr


def test_accounts_told_of_are_those_of_the_file_that_was_given(tmp_path: Path) -> None:
    config = write_site(tmp_path) / "config.toml"
    statuspage(config, "migrate")
    added = ("staff", "add", "ada", "--role", "admin", "--password-stdin")
    first = statuspage(config, *added, stdin="a long pass phrase")
    assert first.returncode == 0
    assert first.stderr == ""  # no copy is missed before the settings were ever read
    again = statuspage(config, *added, stdin="a long pass phrase")
    assert f"statuspage --config {config} staff reset ada" in again.stderr


def test_commands_told_in_the_site_s_own_folder_are_short(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(write_site(tmp_path))
    missing = statuspage(Path("config.toml"), "incident", "list")
    assert "`statuspage migrate`" in missing.stderr


def test_new_site_s_next_steps_are_typed_in_its_folder(tmp_path: Path) -> None:
    made = statuspage(tmp_path / "other.toml", "init", str(tmp_path / "new"))
    assert "  statuspage run\n" in made.stdout
