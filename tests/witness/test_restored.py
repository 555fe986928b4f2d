"""A store that was restored from a backup asks its witnesses at once, and hears what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.record import note
from statuspage.actions.sync import sync
from statuspage.domain.desk.audit import Via
from statuspage.domain.record.note import Signer
from statuspage.domain.record.recorded import Statement
from statuspage.domain.record.witnesses import Obstacle
from statuspage.health.health import Condition
from statuspage.health.witnesses import witnesses as health
from statuspage.site import signing
from statuspage.store import backup, db
from statuspage.store.library import LIBRARY
from statuspage.store.published import witnesses
from statuspage.store.restoring import By, restore
from statuspage.worker.duties.witnesses import Witnesses
from tests.helpers.busy import SEED
from tests.helpers.witness_server import StubWitness, name_witnesses, serving

LOG = Signer("status.acme.example/record", SEED).verifier


@pytest.fixture
def ada(store: Path) -> Iterator[StubWitness]:
    stub = StubWitness("ada", LOG, 1)
    signing.use(SEED)
    with serving(stub):
        name_witnesses(store, f"{stub.line}quorum ada\n")
        sync(store / "config.toml", {})
        yield stub
    signing.use(None)


def enter() -> None:
    with db.transaction():
        facts = {"at": "2026-08-01T00:00:00Z", "interval": 60, "fail_after": 2}
        note([Statement(f"probe/p{LIBRARY.record.size()}", facts, {})], clock.now())


def obstacle(stub: StubWitness) -> Obstacle | None:
    with db.snapshot():
        return witnesses.contacts()[str(stub.cosigner.key)].obstacle


def test_restored_store_hears_at_once_that_entries_are_missing(
    ada: StubWitness, tmp_path: Path
) -> None:
    Witnesses().turn()
    backup.backup(tmp_path / "copy")
    enter()
    Witnesses().turn()
    assert obstacle(ada) is None
    restore(tmp_path / "copy", By("ada", Via.COMMAND_LINE, "backup/copy", {}), replace=True)
    # The head of the backup has its cosignature, of today: it is asked for all the same.
    Witnesses().turn()
    assert obstacle(ada) is Obstacle.AHEAD
    assert health().condition is Condition.FAILING
    assert f"has cosigned {ada.size} entries" in str(health().text)
