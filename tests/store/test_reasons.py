"""Why checks failed: the newest change of each probe and location, found without the older ones."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from sqlite3 import Connection

import pytest

from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.reason import Reason, Told
from statuspage.domain.measured.samples import Cadence, ProbeState, Sample
from statuspage.said import said
from statuspage.store.measured import reasons
from statuspage.store.tables.base import database
from tests.helpers.measurements import record
from tests.helpers.telling import at

REFUSED = Reason("refused", said("The connection was refused."), {})
PLACES = (("api-http", ""), ("api-http", "paris"), ("docs-http", ""))


def told(probe: str, location: str, minute: int) -> Told:
    """A failure in each even minute, and its end in each odd one."""
    is_up = minute % 2 == 1
    state, reason = (ProbeState.UP, None) if is_up else (ProbeState.DOWN, REFUSED)
    return Told(probe, location, at(minute), state, reason)


@pytest.fixture
def places(store: Path) -> None:
    """Two probes, one of them at two locations."""
    for probe, location in PLACES:
        watched = Watched(probe, "api", Cadence(timedelta(minutes=1), 2))
        record(watched, [Sample(at(0), ProbeState.UP, location=location)])


def steps() -> int:
    """How many hundreds of steps SQLite takes to find what is newest."""
    taken = 0

    def count() -> int:
        nonlocal taken
        taken += 1
        return 0  # go on

    connection: Connection = database.connection()
    connection.set_progress_handler(count, 100)
    try:
        assert len(reasons.newest_of(["api-http", "docs-http"], at(10_000))) == len(PLACES)
    finally:
        connection.set_progress_handler(None, 100)
    return taken


@pytest.mark.usefixtures("places")
def test_newest_change_of_each_location_is_told() -> None:
    reasons.add([told("api-http", "", minute) for minute in range(4)])
    reasons.add([told("api-http", "paris", 2), told("docs-http", "", 1)])
    found = reasons.newest_of(["api-http"], at(2))
    assert {(one.location, one.at, one.state) for one in found} == {
        ("", at(2), ProbeState.DOWN),
        ("paris", at(2), ProbeState.DOWN),
    }
    assert [one.reason for one in found] == [REFUSED, REFUSED]
    [after] = reasons.newest_of(["docs-http"], at(9))
    assert (after.probe, after.state, after.reason) == ("docs-http", ProbeState.UP, None)


@pytest.mark.sqlite("counts the steps that SQLite takes")
@pytest.mark.usefixtures("places")
def test_older_changes_cost_nothing() -> None:
    reasons.add([told(*place, 0) for place in PLACES])
    before = steps()
    reasons.add([told(*place, minute) for place in PLACES for minute in range(1, 1_000)])
    assert steps() <= before + 1
