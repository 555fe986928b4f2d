"""The duties of telling: a way that hangs holds up nothing, and old deliveries are forgotten."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest

from statuspage import clock
from statuspage.domain.telling.result import Result, Sent
from statuspage.domain.telling.subscription import Channel
from statuspage.notify.outlet import Message
from statuspage.store import db
from statuspage.store.tables.telling import Delivery
from statuspage.worker.duties.telling import purge, telling
from statuspage.worker.duty import Duty
from statuspage.worker.loop import Worker
from tests.helpers.outlets import Recording, add_readers, tell
from tests.helpers.processes import wait_until
from tests.helpers.telling import at, opened


@pytest.mark.slow
def test_way_that_hangs_delays_no_other_and_no_duty(store: Path) -> None:
    add_readers("ada")
    add_readers("robot", channel=Channel.WEBHOOK)
    over, beats = Event(), []

    def hang(_: Message) -> Result:
        assert over.wait(60)
        return Sent()

    hangs, well = Recording(hang), Recording(channel=Channel.WEBHOOK)
    beat = Duty("beat", lambda: beats.append(1))
    worker = Worker([beat, *telling({}, [hangs, well])])
    thread = Thread(target=worker.run)
    thread.start()
    try:
        with clock.standing_at(at(0)):
            opened()
            wait_until(lambda: len(hangs.sent) == 1 and len(well.sent) == 1)
            seen = len(beats)
            opened(title="Another")
            wait_until(lambda: len(well.sent) == 2 and len(beats) > seen)
        assert len(hangs.sent) == 1
    finally:
        over.set()
        worker.stop()
        thread.join()


def test_old_deliveries_are_forgotten_but_none_that_waits(store: Path) -> None:
    add_readers("ada")
    add_readers("robot", channel=Channel.WEBHOOK)
    opened()
    tell(Recording(), at=at(0))
    with clock.standing_at(at(0) + timedelta(days=89)):
        purge()
    with db.snapshot():
        assert Delivery.select().count() == 2
    with clock.standing_at(at(0) + timedelta(days=91)):
        purge()
    with db.snapshot():
        assert [row.subscription for row in Delivery.select()] == ["robot"]
