"""One config.toml that an editor writes in place, cuts half-way or replaces, as mounts have it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from statuspage.store import db
from statuspage.store.settings import site
from statuspage.worker.duties.files import Watching


def name() -> str:
    with db.snapshot():
        return site().name


@pytest.fixture
def watching(store: Path) -> Watching:
    watching = Watching(store / "config.toml", {})
    turns(watching)
    return watching


def turns(watching: Watching) -> None:
    """As many as a change needs to rest and be taken."""
    for _ in range(3):
        watching.notice()


def test_file_that_takes_the_place_of_another_is_read(store: Path, watching: Watching) -> None:
    config = store / "config.toml"
    before = config.stat()
    other = store / ".config.toml.new"
    other.write_text(config.read_text("utf-8").replace("Acme Cloud", "Bcme Cloud"), "utf-8")
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))  # with its size and its times
    other.replace(config)
    turns(watching)
    assert name() == "Bcme Cloud"


def test_file_cut_half_way_changes_nothing_and_is_told_once(
    store: Path, watching: Watching, caplog: pytest.LogCaptureFixture
) -> None:
    config = store / "config.toml"
    whole = config.read_text("utf-8")
    for cut in (0, 30, len(whole) // 2):
        caplog.clear()
        config.write_text(whole[:cut], "utf-8")  # the same inode, as a bind mount asks for
        turns(watching)
        turns(watching)
        assert name() == "Acme Cloud"
        told = [message for message in caplog.messages if "config.toml" in message]
        assert told
        assert len(told) == len(set(told))
    config.write_text(whole.replace("Acme Cloud", "Acme Sky"), "utf-8")
    turns(watching)
    assert name() == "Acme Sky"


def test_file_that_is_gone_for_a_moment_changes_nothing(store: Path, watching: Watching) -> None:
    config = store / "config.toml"
    config.rename(store / "away")
    turns(watching)
    assert name() == "Acme Cloud"
    (store / "away").rename(config)
    turns(watching)
    assert name() == "Acme Cloud"
