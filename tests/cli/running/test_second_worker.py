"""A second worker on one store waits and says so; it takes over when the first dies."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from statuspage.store import db
from tests.helpers.processes import free_port, running, serve_command, wait_until
from tests.helpers.sites import add_to_config
from tests.helpers.telling import opened


@contextmanager
def told_by(command: list[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as out, running(command, stdout=out, stderr=out) as process:
        yield process


@pytest.mark.parametrize("verb", ["work", "run"])
def test_second_worker_waits_and_takes_over_when_the_first_dies(
    store: Path, tmp_path: Path, verb: str
) -> None:
    place = db.path().with_name(f"{db.path().name}.worker")
    config = store / "config.toml"
    work = [sys.executable, "-m", "statuspage", "--config", str(config), "work"]
    first = work if verb == "work" else serve_command(config, free_port(), verb="run")
    one, two = tmp_path / "one", tmp_path / "two"
    with told_by(first, one) as working:
        wait_until(lambda: place.exists() and bool(place.read_text()), working)
        holder = place.read_text().strip()
        with told_by(work, two) as waiting:
            wait_until(lambda: f"another worker (process {holder})" in two.read_text(), waiting)
            working.kill()
            working.wait()
            wait_until(lambda: "it is at work now" in two.read_text(), waiting)
            assert place.read_text().strip() != holder
    assert two.read_text().count("another worker") == 1
    assert "this worker waits" not in one.read_text()


@pytest.mark.slow
def test_worker_that_waits_keeps_the_copy_of_its_own_machine(store: Path, tmp_path: Path) -> None:
    """Each node has a folder of its own; here both share one store, and nothing else."""
    add_to_config(store, '\n[publish]\ntarget = "../www"\n')
    place = db.path()
    other = tmp_path / "other" / "site"
    other.mkdir(parents=True)
    shutil.copy(store / "config.toml", other)
    command = [sys.executable, "-m", "statuspage", "--config"]
    one, two = ([*command, str(folder / "config.toml"), "work"] for folder in (store, other))
    shared = {**os.environ, "STATUSPAGE_DATABASE": f"sqlite:///{place}"}
    turn = place.with_name(f"{place.name}.worker")
    with running(one, env=shared) as working:
        wait_until(lambda: turn.exists() and bool(turn.read_text()), working)
        with running(two, env=shared) as waiting:
            wait_until((other.parent / "www" / "index.html").exists, waiting)
            wait_until((store.parent / "www" / "index.html").exists, working)
            told = opened(title="On both nodes").key
            for folder in (store, other):
                page = folder.parent / "www" / "incidents" / told / "index.html"
                wait_until(page.exists, waiting)
