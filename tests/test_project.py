"""The project as a whole: the lock, the README, and nothing that only works on one machine."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DEPENDENCIES = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
    "dependencies"
]
NAMES = [re.split(r"[=<>]", line)[0] for line in DEPENDENCIES]


@pytest.mark.parametrize("name", NAMES)
def test_dependency_is_locked_with_hashes_and_justified_beside_the_lock(name: str) -> None:
    reasons = (ROOT / "requirements" / "README.md").read_text("utf-8").split("## Dependencies")[1]
    assert name in reasons.lower()
    for lock in ("run.txt", "dev.txt"):
        text = (ROOT / "requirements" / lock).read_text("utf-8")
        assert re.search(rf"^{re.escape(name)}==\S+.*\\\n    --hash=sha256:", text, re.MULTILINE)


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
