"""A disk that takes no writing: pages stay, words stay in their forms, and staff are told."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from statuspage.actions.staff.accounts import add_staff
from statuspage.domain.desk.staff import Role
from statuspage.store import backup, db
from statuspage.web.app import create_app
from tests.helpers.disks import SmallDisk, faulty_disk, small_disk
from tests.helpers.sites import open_site, write_site
from tests.web.conftest import PASSWORD, Browser


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk") as disk:
        open_site(write_site(disk.folder / "site"))
        add_staff("ada", Role.ADMIN, PASSWORD)
        yield disk
        db.close_store()


def tried(browser: Browser, title: str) -> tuple[int, str]:
    words = {"title": title, "body": "We are looking into it. " * 400, "do": "publish"}
    page = browser.send("/admin/incidents/new", **words)
    return page.code, page.text


def test_full_disk_costs_no_word_and_is_told_to_staff_and_monitors(
    disk: SmallDisk, caplog: pytest.LogCaptureFixture
) -> None:
    browser = Browser(create_app())
    assert browser.sign_in("ada").code == 303
    disk.fill()
    for title in ("Slow logins", "Slow search", "Slow mails"):
        code, text = tried(browser, title)
        if code == 303:
            continue  # the last page of the log had room for it
        assert code == 503
        assert title in text
        assert disk.full in text
    assert code == 503
    answer = browser.get("/healthz")
    assert (answer.code, json.loads(answer.text)["status"]) == (200, "read-only")
    assert "What you have written stays in its form until then." in browser.get("/admin").words()
    assert browser.get("/").code == 200
    assert "Traceback" not in caplog.text
    disk.empty()
    assert tried(browser, "Slow again")[0] == 303
    assert json.loads(browser.get("/healthz").text)["status"] == "ok"
    assert "stays in its form" not in browser.get("/admin").words()


@pytest.mark.sqlite("a disk of this machine")
def test_read_only_disk_after_a_restart_shows_pages_and_keeps_words(
    store: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    add_staff("ada", Role.ADMIN, PASSWORD)
    first = Browser(create_app())
    first.sign_in("ada")
    name, folder = db.path().name, db.path().parent
    db.run("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close_store()
    with small_disk(tmp_path / "other") as other:
        for file in folder.iterdir():
            shutil.copy(file, other.folder)
        other.make_read_only()
        db.open_store(other.folder / name, or_read_only=True)
        browser = first.with_app(create_app())
        shows_pages_and_keeps_words(browser, Browser(create_app()), other.read_only)
    assert "Traceback" not in caplog.text


def shows_pages_and_keeps_words(browser: Browser, stranger: Browser, why: str) -> None:
    assert browser.get("/").code == 200
    assert browser.get("/sla").code == 200
    code, text = tried(browser, "Slow logins")
    assert code == 503
    assert "Slow logins" in text
    assert "Nothing can be written right now" in text
    assert why in browser.get("/admin").words()
    answer = json.loads(browser.get("/healthz").text)
    assert answer["status"] == "read-only"
    refused = stranger.sign_in("ada")
    assert refused.code == 503
    assert "Nothing can be written right now" in refused.words()


@pytest.mark.slow
@pytest.mark.sqlite("a disk of this machine")
def test_disk_that_turns_read_only_under_a_running_site_loses_nothing(
    site_folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with faulty_disk(tmp_path / "disk") as disk:
        open_site(write_site(disk.folder / "site"))
        database = db.path()
        add_staff("ada", Role.ADMIN, PASSWORD)
        browser = Browser(create_app())
        browser.sign_in("ada")
        assert tried(browser, "Slow logins")[0] == 303
        assert "Slow logins" in browser.get("/").text
        disk.meet_an_error()
        code, text = tried(browser, "Slow search")
        assert code == 503
        assert "Slow search" in text
        assert "The disk reported an error." in text
        assert "Slow logins" in browser.get("/").text
        assert json.loads(browser.get("/healthz").text)["status"] == "read-only"
        assert backup.backup(tmp_path / "copy.db")["incident"] == 1
        db.close_store()
        for file in database.parent.iterdir():  # to a disk that is well
            shutil.copy(file, site_folder)
        db.open_store(site_folder / database.name)
        again = browser.with_app(create_app())
        assert "Slow logins" in again.get("/").text
        assert tried(again, "Slow search")[0] == 303
        db.close_store()
    assert "Traceback" not in caplog.text


@pytest.mark.sqlite("a lock on the file")
def test_lock_that_another_program_holds_for_long_costs_no_word(store: Path) -> None:
    add_staff("ada", Role.ADMIN, PASSWORD)
    browser = Browser(create_app())
    browser.sign_in("ada")
    browser.get("/admin/incidents/new")
    with closing(sqlite3.connect(db.path(), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        db.run("PRAGMA busy_timeout = 50")  # milliseconds; 15 seconds would be waited for
        code, text = tried(browser, "Slow logins")
        assert code == 503
        assert "Slow logins" in text
        assert "Another program is using the database" in text
        assert browser.get("/").code == 200
        assert browser.get("/sla").code == 200
        assert browser.get("/healthz").code == 200
        other.execute("ROLLBACK")
    assert tried(browser, "Slow logins")[0] == 303
    assert "Slow logins" in browser.get("/").text
