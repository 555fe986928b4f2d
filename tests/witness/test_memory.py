"""The memory of a witness: one head of a size, whoever writes, and evidence that stays small."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from statuspage.errors import StoreError
from statuspage.witness import memory as memories
from statuspage.witness.memory import WitnessMemory
from statuspage.witness.submission import HeadRefusal, KnownHead

LOG = "status.acme.example/record"


def head(size: int, root: int = 0, at: int = 100) -> KnownHead:
    return KnownHead(size, bytes([root]) * 32, f"{size} {root} {at}", at)


def _keep_both(memory: WitnessMemory, *heads: KnownHead) -> None:
    with memory.turn(LOG) as turn:
        for one in heads:
            turn.keep(one)


def test_second_head_of_one_size_cannot_be_kept(tmp_path: Path) -> None:
    with closing(WitnessMemory(tmp_path / "witness.db")) as memory:
        with memory.turn(LOG) as turn:
            turn.keep(head(5))
        with pytest.raises(StoreError, match="another head of 5"):
            _keep_both(memory, head(6), head(5, 1))
        assert memory.latest(LOG) == head(5)  # nothing of it was written
        with memory.turn(LOG) as turn:
            turn.keep(head(5, at=200))
        assert memory.latest(LOG) == head(5, at=200)


def test_of_many_that_write_at_one_time_each_sees_what_the_others_wrote(tmp_path: Path) -> None:
    """As several processes do: each has the file for itself."""
    file = tmp_path / "witness.db"

    def grow(_: int) -> int:
        with closing(WitnessMemory(file)) as memory, memory.turn(LOG) as turn:
            latest = turn.latest()
            size = (latest.size if latest else 0) + 1
            turn.keep(head(size))
            return size

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(grow, range(24))) == [*range(1, 25)]


def test_evidence_and_earlier_heads_stay_few(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memories, "_HEADS", 3)
    monkeypatch.setattr(memories, "_REFUSALS", 2)
    with closing(WitnessMemory(tmp_path / "witness.db")) as memory, memory.turn(LOG) as turn:
        for size in range(1, 7):
            turn.keep(head(size))
        assert [turn.of_size(size) is not None for size in range(1, 7)] == [False] * 3 + [True] * 3
        told = [turn.refuse(HeadRefusal.SPLIT, head(6, root), head(6)) for root in (1, 2, 3, 1)]
        assert told == [True, True, False, False]


def test_file_is_its_owners_and_one_that_is_damaged_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "witness.db"
    WitnessMemory(file).close()
    assert file.stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(file)) as base:
        assert base.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    file.write_bytes(b"not a database" * 100)
    with pytest.raises(StoreError, match=r"witness\.db"):
        WitnessMemory(file)
