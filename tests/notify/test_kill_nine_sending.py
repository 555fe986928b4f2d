"""Kill -9 while people are told: everybody at least once, nobody more than twice, by one id."""

from __future__ import annotations

import os
import random
import time
from collections import Counter, defaultdict
from datetime import timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.domain.telling.subscription import Channel
from statuspage.store import db
from statuspage.store.tables.telling import Delivery
from tests.helpers.outlets import add_readers
from tests.helpers.processes import PATIENCE, wait_until
from tests.helpers.sender import Receiver, receiving, worker
from tests.helpers.telling import ADA

_KILLS = int(os.environ.get("STATUSPAGE_KILLS", "16")) // 8
_EACH = 20  # deliveries to a kill
_PATIENCE = timedelta(minutes=2)

pytestmark = pytest.mark.slow


def end(process: BaseProcess) -> None:
    process.kill()
    process.join(PATIENCE)


def publish(readers: int) -> set[str]:
    names = [f"reader{number:05}" for number in range(readers)]
    add_readers(*names, channel=Channel.WEBHOOK)
    open_incident("Down", NewUpdate("It is down."), ADA)
    return set(names)


def times(receiver: Receiver) -> Counter[int]:
    """How many were told once, twice, ..."""
    return Counter(Counter(name for name, _ in receiver.arrived).values())


def assert_one_id_each(receiver: Receiver) -> None:
    ids = defaultdict(set)
    for name, key in receiver.arrived:
        ids[name].add(key)
    assert {len(found) for found in ids.values()} == {1}


def test_killed_worker_tells_everybody_once_or_twice(store: Path) -> None:
    names = publish(_KILLS * _EACH)
    chance = random.Random(_KILLS)
    with receiving() as (receiver, port):
        for _ in range(_KILLS):
            process = worker(port, _PATIENCE)
            reached = len(receiver.arrived) + chance.randrange(1, _EACH)
            wait_until(
                lambda reached=reached: (
                    len(receiver.arrived) >= reached  # type: ignore[misc]
                    or len(receiver.told) == len(names)
                )
            )
            time.sleep(chance.random() / 100)  # anywhere within a delivery
            end(process)
        with db.transaction():  # the patience with what was interrupted ends
            Delivery.update(due_at=clock.now()).execute()
        process = worker(port, _PATIENCE)
        try:
            wait_until(all_noted)
        finally:
            end(process)
    told = times(receiver)
    print(f"{_KILLS} kills, {len(names)} deliveries; told so many times: {dict(told)}")
    assert receiver.told == names
    assert set(told) <= {1, 2}
    assert_one_id_each(receiver)


def all_noted() -> bool:
    with db.snapshot():
        return Delivery.select().where(Delivery.state == "waiting").count() == 0


def test_two_workers_at_once_tell_nobody_twice(store: Path) -> None:
    names = publish(60)
    with receiving() as (receiver, port):
        processes = [worker(port, _PATIENCE) for _ in range(2)]
        try:
            wait_until(lambda: receiver.told == names and all_noted())
        finally:
            for process in processes:
                end(process)
    assert times(receiver) == {1: 60}
    assert_one_id_each(receiver)
