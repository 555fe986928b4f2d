"""The units of systemd: they are sound, give away little, and agree with docs/operating.md."""

from __future__ import annotations

import configparser
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from statuspage.cli import main
from tests.helpers.wanted import need

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
SERVICES = sorted(DEPLOY.glob("*.service"))
_EXPOSED = 25  # tenths of what systemd calls exposure; an ordinary unit has 96


def read(unit: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None, delimiters="=")
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # names have capitals
    parser.read_string(unit.read_text("utf-8"))
    return parser


def commands(unit: Path) -> list[list[str]]:
    lines = re.findall(r"^ExecStart=-?(.+)$", unit.read_text("utf-8"), re.MULTILINE)
    return [shlex.split(line) for line in lines]


def test_units_are_what_systemd_accepts(tmp_path: Path) -> None:
    analyze = need("systemd-analyze")
    units = []
    for unit in [*SERVICES, *DEPLOY.glob("*.timer")]:
        text = re.sub(r"/srv/\S+/bin/statuspage", "/bin/true", unit.read_text("utf-8"))
        units.append(tmp_path / unit.name)
        units[-1].write_text(text, "utf-8")
    done = subprocess.run(
        [analyze, "verify", "--man=no", *units], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.stem)
def test_unit_gives_away_little(unit: Path) -> None:
    command = [need("systemd-analyze"), "security", "--offline=yes", "--no-pager"]
    done = subprocess.run(
        [*command, f"--threshold={_EXPOSED}", unit], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.stem)
def test_unit_runs_commands_that_there_are(unit: Path) -> None:
    found = commands(unit)
    assert found
    for words in found:
        typed = shlex.split(words[2].removeprefix("exec ")) if words[0] == "/bin/sh" else words
        named = [word for word in typed[1:] if word in main.list_commands(None)]  # type: ignore[arg-type]
        below = getattr(main.get_command(None, named[0]), "commands", {})  # type: ignore[arg-type]
        assert all(word in below for word in named[1:]), typed


def test_units_name_one_user_and_end_in_time() -> None:
    for unit in SERVICES:
        service = read(unit)["Service"]
        assert "User" in service or service["DynamicUser"] == "yes"
        if "Type" not in service:
            assert service["Restart"] == "always"


def test_units_of_one_store_find_the_same_one() -> None:
    """STATUSPAGE_DATABASE and PGPASSWORD may stand there, and a server may be far away."""
    units = [unit for unit in SERVICES if read(unit)["Service"].get("User") == "statuspage"]
    assert len(units) == 5
    for name in ("EnvironmentFile", "RestrictAddressFamilies", "WorkingDirectory"):
        assert len({read(unit)["Service"].get(name) for unit in units}) == 1, name


def test_parts_stand_in_place_of_the_whole() -> None:
    for name in ("web", "work"):
        unit = read(DEPLOY / f"statuspage-{name}.service")["Unit"]
        assert "statuspage-prepare.service" in unit["After"].split()
        assert unit["Conflicts"] == "statuspage.service"


def test_timer_starts_the_unit_that_makes_backups_and_lets_old_ones_go() -> None:
    assert read(DEPLOY / "statuspage-backup.timer")["Timer"]["Persistent"] == "true"
    service = read(DEPLOY / "statuspage-backup.service")["Service"]
    assert "/var/backups/status/$$(date +%%F).db" in service["ExecStart"]
    # Only after a good one: a backup that fails for a month leaves the former ones.
    assert "-mtime +30 -delete" in service["ExecStartPost"]


def test_paths_of_all_files_are_those_of_the_manual() -> None:
    manual = (ROOT / "docs" / "operating.md").read_text("utf-8")
    path = re.compile(r"/(?:srv/status|var/www|var/backups)/[\w./-]*[\w]")
    for file in DEPLOY.iterdir():
        assert file.name in manual, f"docs/operating.md says nothing of {file.name}"
        if file.name == "Containerfile":
            continue
        for named in path.findall(file.read_text("utf-8")):
            folder = re.sub(r"/site/var(/.*)?$|/config\.toml$|/content$", "", named)
            assert folder in manual, f"{file.name}: {named}"
