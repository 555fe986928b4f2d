"""What is sent twice is done once: also after a crash in between, and when both come at once."""

from __future__ import annotations

import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.once import once
from statuspage.store import db
from statuspage.store.desk import forms
from statuspage.store.incidents import incidents
from statuspage.store.tables.base import database
from tests.helpers.processes import PATIENCE, to_its_end
from tests.helpers.stores import store_place, told

ADA = Actor("ada", submission="/admin/incidents/new 1")
KILLED = """
import os, signal, sys
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.once import once
from statuspage.store import db
from tests.helpers.stores import place
db.open_store(place(sys.argv[1]))
with once("request"):
    open_incident("Down", NewUpdate("It is down."), Actor("ada"))
    os.kill(os.getpid(), signal.SIGKILL)
"""


def titles() -> list[str]:
    with db.snapshot():
        return [incident.title for incident in incidents.newest(9)]


def send() -> str:
    return open_incident("Down", NewUpdate("It is down."), ADA).key


def asked() -> str:
    """A request that makes an incident, as an API takes it."""
    with once("request") as deed:
        if deed.answer is None:
            deed.answer = open_incident("Down", NewUpdate("It is down."), Actor("ada")).key
    return deed.answer


def fail() -> None:
    with once("request") as deed:
        deed.answer = open_incident("Down", NewUpdate("It is down."), Actor("ada")).key
        raise ZeroDivisionError


def test_what_is_sent_twice_gives_the_first_answer(store: Path) -> None:
    assert send() == send()
    assert asked() == asked()
    assert titles() == ["Down", "Down"]


def test_crash_before_the_end_leaves_neither_the_deed_nor_its_memory(store: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        fail()
    assert titles() == []
    with db.snapshot():
        assert forms.answer_to("request") is None
    asked()
    asked()
    assert titles() == ["Down"]


def test_process_killed_between_the_deed_and_its_memory_leaves_neither(store: Path) -> None:
    ended = to_its_end([sys.executable, "-c", KILLED, told(store_place(store))])
    assert ended.returncode == -signal.SIGKILL
    assert titles() == []
    asked()
    assert titles() == ["Down"]


@pytest.mark.parametrize("deed", [send, asked])
def test_two_at_once_do_it_once(store: Path, deed: object) -> None:
    assert callable(deed)
    both = Barrier(2)

    def press() -> str:
        both.wait(PATIENCE)
        try:
            return str(deed())
        finally:
            database.close()

    with ThreadPoolExecutor(2) as pool:
        first, second = (pool.submit(press) for _ in range(2))
        assert first.result(60) == second.result(60)
    assert titles() == ["Down"]


def test_deed_within_a_deed_of_the_same_submission_is_remembered_once(store: Path) -> None:
    with once(ADA.submission) as deed:
        key = send()
        deed.answer = "something else"
    with db.snapshot():
        assert forms.answer_to(str(ADA.submission)) == key


def test_nothing_is_remembered_without_a_submission_or_an_answer(store: Path) -> None:
    with once(None) as deed:
        deed.answer = "done"
    with once("request"):
        pass
    with db.snapshot():
        assert forms.answer_to("request") is None
