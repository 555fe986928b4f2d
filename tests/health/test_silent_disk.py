"""A disk of the copy that does not answer: that is told, and it holds up nobody but who asks it."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner
from werkzeug.test import Client

from statuspage.cli import main
from statuspage.health.health import Condition
from statuspage.health.hook import hook
from statuspage.health.publishing import publishing
from statuspage.publish import aside, targets
from statuspage.publish.folder import index_of
from statuspage.publish.index import IndexFault, telling_faults
from statuspage.web.app import create_app
from tests.helpers.processes import PATIENCE
from tests.helpers.sites import add_to_config

SILENT = "The disk of the copy in www does not answer."


@pytest.fixture
def silent(store: Path) -> Iterator[Path]:
    """A site whose copy lies where whoever opens the index waits, as on a disk that hangs."""
    add_to_config(store, '\n[publish]\ntarget = "../www"\npurge = "https://cdn.example/purge"\n')
    targets.use(store)
    index = index_of(store.parent / "www")
    index.parent.mkdir(parents=True)
    os.mkfifo(index)
    yield store
    thaw(index)
    targets.use(Path())


def thaw(index: Path) -> None:
    """Whoever waits goes on: it finds a file that is no index."""
    with suppress(FileNotFoundError):
        index.rename(index.with_name("former"))
    with suppress(OSError):  # nobody may wait
        while True:
            os.close(os.open(index.with_name("former"), os.O_WRONLY | os.O_NONBLOCK))
            time.sleep(0.02)


def test_threads_that_answer_others_do_not_hang_with_it(silent: Path) -> None:
    client = Client(create_app())
    checks = {one["name"]: one for one in (client.get("/healthz").json or {})["checks"]}
    assert checks["copy"]["text"] == SILENT
    assert checks["copy"]["state"] == "late"
    began = time.monotonic()
    with ThreadPoolExecutor(16) as many:
        found = list(many.map(lambda _: (publishing(), hook()), range(100)))
    # Each would have waited for a second; a busy machine is given a tenth of that.
    assert time.monotonic() - began < 10
    assert {copy.condition for copy, _ in found} == {Condition.LATE}
    assert sum(one.name == "aside" for one in threading.enumerate()) == 1


def test_disk_that_answers_again_is_asked_again(silent: Path) -> None:
    assert publishing().since is not None
    thaw(index_of(silent.parent / "www"))
    assert "is not complete yet" in str(publishing().text)


def test_command_asks_by_a_process_that_may_be_left_behind(silent: Path) -> None:
    found = CliRunner().invoke(main, ["--config", str(silent / "config.toml"), "doctor"])
    assert "does not answer" in found.output
    assert not any(one.name == "aside" for one in threading.enumerate())


def test_what_a_process_finds_or_meets_is_told() -> None:
    assert aside.in_child(os.getpid, PATIENCE) != os.getpid()

    def damaged() -> None:
        with telling_faults(Path("/index.db")):
            raise no_index

    no_index = sqlite3.DatabaseError("file is not a database")
    no_index.sqlite_errorcode = sqlite3.SQLITE_NOTADB
    with pytest.raises(IndexFault, match=r"/index\.db .* is not a database") as met:
        aside.in_child(damaged, PATIENCE)
    assert met.value.is_damage
