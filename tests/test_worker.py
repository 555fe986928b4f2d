"""The worker: files picked up while running, and a fault in one duty that stops no other."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.maintenance import schedule_maintenance
from statuspage.domain.entry import EntryKind
from statuspage.domain.states import Status
from statuspage.errors import NotFound
from statuspage.store import db, entries, incidents
from statuspage.worker import Worker

PAGE = "---\ntitle: About\n---\nWords.\n"


@pytest.fixture
def worker(store: Path) -> Worker:
    return Worker(store / "config.toml", {})


def page_title() -> str:
    with db.snapshot():
        return entries.by_slug(EntryKind.PAGE, "about").title


def test_new_file_is_picked_up_when_it_has_rested(store: Path, worker: Worker) -> None:
    place = store / "content" / "pages" / "about.md"
    place.parent.mkdir()
    place.write_text(PAGE, "utf-8")
    worker.step()
    with pytest.raises(NotFound):
        page_title()
    worker.step()
    assert page_title() == "About"


def test_broken_config_is_logged_and_work_goes_on(
    store: Path, worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    (store / "config.toml").write_text("[site\n", "utf-8")
    soon = clock.now() + timedelta(hours=1)
    end = soon + timedelta(hours=1)
    work = schedule_maintenance("Upgrade", "Pause.", soon, end, ["api"], Actor("ada"))
    with clock.standing_at(soon + timedelta(minutes=1)):
        worker.step()
        worker.step()
    assert "config.toml:" in caplog.text
    with db.snapshot():
        assert incidents.by_key(work.key).status is Status.IN_PROGRESS


def test_store_that_is_gone_is_logged_and_the_worker_lives_on(
    store: Path, worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    db.path().rename(db.path().with_suffix(".moved"))
    worker.step()
    assert "is gone" in caplog.text
    db.path().with_suffix(".moved").rename(db.path())
    caplog.clear()
    worker.step()
    assert caplog.text == ""


def test_stop_ends_the_loop_soon(worker: Worker) -> None:
    thread = Thread(target=worker.run)
    thread.start()
    worker.stop()
    thread.join(5)
    assert not thread.is_alive()
