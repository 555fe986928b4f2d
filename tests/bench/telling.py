"""What telling many costs: 10,000 subscriptions queued, and sent to an outlet that takes all.

A storm besides: one incident that flaps 500 times within an hour.
"""

from __future__ import annotations

import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.domain.telling.filter import Filter
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.notify.fanning import fan_out
from statuspage.store import db
from statuspage.store.tables.telling import Delivery
from tests.bench.sites import make_site
from tests.helpers.outlets import Recording, add_readers, tell

_READERS = 10_000
_FLIPS = 500
_ADA = Actor("ada")
_NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
_DOWN = {"component-1": ComponentState.MAJOR_OUTAGE}


def main() -> None:
    """Print seconds and rates."""
    with tempfile.TemporaryDirectory() as folder:
        make_site(Path(folder, "site"))
        names = [f"reader{number:05}" for number in range(_READERS)]
        add_readers(*names[::2])
        add_readers(*names[1::2], filter=Filter(components=frozenset(_DOWN)))
        open_incident("Down", NewUpdate("It is down.", components=_DOWN), _ADA)
        wall, cpu = time.perf_counter(), time.process_time()
        fan_out()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        assert Delivery.select().count() == _READERS
        outlet = Recording(at_once=4)
        begun, used = time.perf_counter(), time.process_time()
        while len(outlet.sent) < _READERS:
            tell(outlet)
        took, used = time.perf_counter() - begun, time.process_time() - used
        db.close_store()
    with tempfile.TemporaryDirectory() as folder:
        make_site(Path(folder, "site"))
        flapping = _flap()
        db.close_store()
    print(
        f"{_READERS:,} subscriptions are told of one update\n"
        f"  queued                       {wall:6.2f} s  ({cpu:.2f} s CPU; wanted: under 1 s)\n"
        f"  sent, by what takes all      {_READERS / took:6,.0f} a second "
        f"({1000 * used / _READERS:.2f} ms CPU each)\n"
        f"{_FLIPS} flips of one incident within an hour, at most 20 messages an hour to each\n"
        f"  messages to one reader       {flapping[0]:6} in that hour, {flapping[1]} after it "
        f"with {flapping[2]} topic"
    )


def _flap() -> tuple[int, int, int]:
    """How many messages one reader gets within the hour and after it; topics of the last one."""
    add_readers("ada")
    outlet = Recording()
    with clock.standing_at(_NOON):
        key = open_incident("Flaps", NewUpdate("Down.", components=_DOWN), _ADA).key
    for flip in range(1, _FLIPS + 1):
        status = Status.RESOLVED if flip % 2 else Status.INVESTIGATING
        state = ComponentState.OPERATIONAL if flip % 2 else ComponentState.MAJOR_OUTAGE
        at = _NOON + timedelta(hours=1) * flip / (_FLIPS + 1)
        with clock.standing_at(at):
            word = NewUpdate(f"Flip {flip}.", status, components={"component-1": state})
            post_update(key, word, _ADA)
        tell(outlet, at=at)
    within = len(outlet.sent)
    for minutes in range(60, 180):
        tell(outlet, at=_NOON + timedelta(minutes=minutes))
    return within, len(outlet.sent) - within, len(outlet.sent[-1].told)


if __name__ == "__main__":
    main()
