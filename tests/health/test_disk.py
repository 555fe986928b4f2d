"""When too little room is left on a disk, large or small."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from statuspage.health.disk import Disk, disk, of_disk
from statuspage.health.health import Condition
from statuspage.publish import targets
from tests.helpers.sites import add_to_config

GB = 10**9
VAR = Path("/srv/acme/var")


@pytest.mark.parametrize(
    ("room", "condition"),
    [
        (Disk(40 * GB, 100 * GB, 50, 100), "ok"),
        (Disk(5 * GB, 4000 * GB, 50, 100), "ok"),  # a small share that is enough for anybody
        (Disk(15 * GB // 10, 40 * GB, 50, 100), "late"),
        (Disk(GB // 10, 40 * GB, 50, 100), "failing"),
        (Disk(GB // 20, GB // 10, 50, 100), "ok"),  # a small disk that is half empty
        (Disk(40 * GB, 100 * GB, 1, 100), "late"),
        (Disk(40 * GB, 100 * GB, 0, 0), "ok"),  # it knows no number of files
    ],
)
def test_room_is_judged_by_share_and_by_size(room: Disk, condition: str) -> None:
    assert of_disk(VAR, room).condition == condition


def test_what_is_left_is_told_with_numbers() -> None:
    told = of_disk(VAR, Disk(1_500_000_000, 40 * GB, 50, 100))
    assert str(told.text).startswith("Only 1.5 GB of 40 GB are left on the disk of /srv/acme/var.")
    assert told.figures == {"disk_free_bytes": 1.5e9, "disk_size_bytes": 4e10}


def test_disk_of_the_store_is_looked_at(store: Path) -> None:
    told = disk()
    assert told.condition in Condition
    assert told.figures["disk_size_bytes"] >= told.figures["disk_free_bytes"] > 0


def test_disk_of_the_copy_is_looked_at_where_it_is_another(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_to_config(store, '\n[publish]\ntarget = "www/status"\n')
    targets.use(store)
    assert not [name for name in disk().figures if name.startswith("copy_")]  # one disk, told once
    monkeypatch.setattr("statuspage.health.disk._is_one_disk", lambda *_: False)
    full = Disk(GB // 10, 40 * GB, 50, 100)
    roomy = Disk(40 * GB, 100 * GB, 50, 100)
    monkeypatch.setattr(
        "statuspage.health.disk.look_at",
        lambda folder: of_disk(folder, roomy if folder == store / "var" else full),
    )
    told = disk()
    assert told.condition is Condition.FAILING
    assert str(told.text).startswith(f"Only 100 MB of 40 GB are left on the disk of {store}.")
    assert (told.figures["disk_free_bytes"], told.figures["copy_disk_free_bytes"]) == (4e10, 1e8)


def test_disk_of_the_copy_that_hangs_holds_up_nobody(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_to_config(store, '\n[publish]\ntarget = "www/status"\n')
    targets.use(store)
    answers = threading.Event()
    monkeypatch.setattr("statuspage.health.disk._at", lambda *_: answers.wait())
    try:
        assert set(disk().figures) == {"disk_free_bytes", "disk_size_bytes"}
    finally:
        answers.set()
