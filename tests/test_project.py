"""The project as a whole: the lock, the README, and nothing that only works on one machine."""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCKS = ("run.txt", "dev.txt")


def named(lines: Iterable[str]) -> set[str]:
    """The packages of some requirements, in small letters."""
    return {re.split(r"[^\w.-]", line)[0].lower() for line in lines}


EXTRAS = {name: named(lines) for name, lines in PROJECT["optional-dependencies"].items()}
NAMES = named(PROJECT["dependencies"])


def locked(lock: str) -> list[str]:
    text = (ROOT / "requirements" / lock).read_text("utf-8")
    return re.findall(r"^([\w.-]+)(?:\[.*\])?==\S+.*\\\n    --hash=sha256:", text, re.MULTILINE)


def test_dependencies_are_locked_with_hashes() -> None:
    assert set(locked("run.txt")) >= NAMES
    assert set(locked("dev.txt")) >= {*locked("run.txt"), *NAMES.union(*EXTRAS.values())}


def test_each_dependency_has_its_reason_and_no_reason_is_left_over() -> None:
    """Named in the first column of the table it belongs to, beside the lock."""
    text = (ROOT / "requirements" / "README.md").read_text("utf-8").split("## Dependencies")[1]
    program, extras, tests = (
        named(", ".join(re.findall(r"^\| ([^|]+) \|", part, re.MULTILINE)[1:]).split(", "))
        for part in re.split("\n### ", text)
    )
    assert program == NAMES
    assert tests == EXTRAS.pop("test")
    assert extras == set().union(*EXTRAS.values())


def test_packages_of_the_lock_are_counted() -> None:
    told = (ROOT / "requirements" / "README.md").read_text("utf-8")
    run, every = (len(locked(lock)) for lock in LOCKS)
    assert f"rests on {run} packages, its tests and checks bring {every} in all" in told


def test_lock_names_no_registry() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        assert not re.search(r"https?://|--(extra-)?index|--find-links", lock.read_text("utf-8"))


@pytest.mark.parametrize(("folder", "most"), [("statuspage", 300), ("tests", 400)])
def test_no_file_is_longer_than_one_reads_at_a_sitting(folder: str, most: int) -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in (ROOT / folder).rglob("*.py")
        if (count := len(path.read_text("utf-8").splitlines())) > most
    }
    assert long == {}


def test_nothing_that_git_tracks_is_made_by_running() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("this is no git checkout")
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert [name for name in tracked if name.startswith(("var/", ".venv/", ".demo/"))] == []
    assert [name for name in tracked if name.endswith((".pyc", ".db", ".secret"))] == []
