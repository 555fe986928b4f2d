"""Whoever publishes, by whichever door: the copy says it before the answer, or the answer says not.

The doors share one site, since a first copy takes a second.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from werkzeug.test import Client

from statuspage import clock
from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.maintenance.planned import schedule_maintenance
from statuspage.actions.staff.accounts import add_staff
from statuspage.actions.staff.tokens import create_token
from statuspage.cli import main
from statuspage.domain.desk.staff import Role
from statuspage.errors import SourceError
from statuspage.publish import targets
from statuspage.publish.following import PATIENCE, be_patient, follow
from statuspage.publish.lag import lag
from statuspage.publish.ownership import MARK
from statuspage.publish.verify.checking import verify
from statuspage.publish.verify.reading import Folder
from statuspage.store import db
from statuspage.store.incidents import incidents
from statuspage.web.app import create_app
from statuspage.worker.duties.copying import Copying
from statuspage.worker.duties.maintenance import step
from tests.helpers.copies import publish
from tests.helpers.processes import PATIENCE as PATIENCE_OF_TESTS
from tests.helpers.sites import add_to_config
from tests.helpers.telling import ADA
from tests.web.conftest import PASSWORD, Browser

HOUR = timedelta(hours=1)
TARGET = '\n[publish]\ntarget = "../www"\n'


@pytest.fixture
def copy(store: Path) -> Iterator[Path]:
    """The folder of a copy that the settings name; it is made."""
    add_to_config(store, TARGET)
    targets.use(store)
    publish(store.parent / "www")
    db.take_news()
    be_patient(PATIENCE_OF_TESTS)
    yield store.parent / "www"
    be_patient(PATIENCE)
    targets.use(Path())


def said_in(copy: Path, title: str) -> bool:
    """Whether the first page, the page of an incident and the feed tell of it."""
    with db.snapshot():
        [key] = [one.key for one in incidents.newest(50) if one.title == title]
    places = ("index.html", f"incidents/{key}/index.html", "feeds/all.atom")
    return all(
        (copy / one).is_file() and title in (copy / one).read_text("utf-8") for one in places
    )


def findings(copy: Path) -> list[str]:
    return [str(found.text) for found in verify(Folder(copy)).findings]


def command(store: Path, *words: str) -> tuple[str, str]:
    """What a command writes, on both ways."""
    config = store / "config.toml"
    result = CliRunner().invoke(main, ["--config", str(config), *words])
    assert result.exit_code == 0, result.output
    db.open_store(store / "var" / "statuspage.db")
    return result.stdout, result.stderr


def by_form(store: Path) -> dict[str, str]:
    browser = Browser(create_app())
    add_staff("ada", Role.EDITOR, PASSWORD)
    browser.sign_in("ada")
    db.take_news()
    words = {"title": "By the form", "body": "We look.", "component:api": "partial_outage"}
    return dict(browser.send("/admin/incidents/new", **words).headers)


def by_api(store: Path) -> dict[str, str]:
    token = create_token("monitor", ["incidents"], [])
    words = {"title": "By the API", "body": "We look.", "components": {"api": "partial_outage"}}
    answer = Client(create_app()).post(
        "/api/v1/incidents",
        data=json.dumps(words),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.status_code == 201
    return dict(answer.headers)


OPEN = ("incident", "open", "--title", "By command", "--body", "We look.")


@pytest.mark.slow
def test_every_door_has_the_copy_say_it_before_the_answer(store: Path, copy: Path) -> None:
    assert "copy=" not in by_form(store)["Location"]
    assert said_in(copy, "By the form")
    assert "Statuspage-Copy" not in by_api(store)
    assert said_in(copy, "By the API")
    assert "follows" not in command(store, *OPEN)[1]
    assert said_in(copy, "By command")
    rows = store / "rows.jsonl"
    word = {"status": "investigating", "message": "Look.", "at": "2026-07-01T12:00:00Z"}
    rows.write_text(json.dumps({"id": "x1", "title": "Imported", "updates": [word]}), "utf-8")
    command(store, "import", "incidents", str(rows))
    assert said_in(copy, "Imported")
    assert lag() is None


@pytest.mark.slow
def test_what_only_sums_up_is_waited_for_by_nobody(store: Path, copy: Path) -> None:
    open_incident("Slow", NewUpdate("We look."), ADA)
    assert follow()
    assert said_in(copy, "Slow")
    assert "Slow" not in (copy / "llms.txt").read_text("utf-8")
    Copying().turn()
    assert "Slow" in (copy / "llms.txt").read_text("utf-8")


@pytest.mark.slow
def test_worker_writes_what_only_time_brings(store: Path, copy: Path) -> None:
    now, worker = clock.now(), Copying()
    begin = now + timedelta(hours=30)
    key = schedule_maintenance("Upgrade", "Writes pause.", begin, begin + HOUR, ["api"], ADA).key
    word = NewUpdate("We look.", next_due=now + HOUR)
    late = open_incident("Slow", word, ADA).key
    worker.turn()
    page = copy / "incidents" / late / "index.html"
    assert "late" not in page.read_text("utf-8")
    with clock.standing_at(now + 2 * HOUR):
        worker.turn()
        assert "late" in page.read_text("utf-8")
    with clock.standing_at(begin):
        step()
        worker.turn()
        assert "In progress" in (copy / "incidents" / key / "index.html").read_text("utf-8")
    with pytest.raises(SourceError, match="changed while it was being read"):
        findings(copy)  # the list of files follows the news
    Copying().turn()
    assert findings(copy) == []


@pytest.mark.slow
def test_copy_that_cannot_be_written_is_told_and_holds_up_nobody(
    store: Path, copy: Path, caplog: pytest.LogCaptureFixture
) -> None:
    copy.rename(store.parent / "former")
    copy.write_text("a file in the way", "utf-8")
    assert by_form(store)["Location"].endswith("copy=follows")
    assert by_api(store)["Statuspage-Copy"] == "follows"
    out, err = command(store, *OPEN)
    assert err.endswith("Published; the copy follows.\n")
    assert "File exists" in caplog.text
    assert "Errno" not in caplog.text
    assert len(out.splitlines()[-1].split()) == 1  # the ID alone
    found = lag()
    assert found is not None
    assert "File exists" in str(found.words)
    copy.unlink()
    (store.parent / "former").rename(copy)
    Copying().turn()
    assert said_in(copy, "By command")
    assert lag() is None


@pytest.mark.slow
def test_disk_that_does_not_answer_holds_up_nobody(store: Path, copy: Path) -> None:
    mark = copy / MARK
    (copy.parent / "mark").write_bytes(mark.read_bytes())
    mark.unlink()
    os.mkfifo(mark)  # whoever reads it waits
    be_patient(0.2)
    assert by_form(store)["Location"].endswith("copy=follows")
    assert by_api(store)["Statuspage-Copy"] == "follows"
    with mark.open("wb") as answer:
        words = (copy.parent / "mark").read_bytes()
        (copy.parent / "mark").replace(mark)
        be_patient(PATIENCE_OF_TESTS)
        answer.write(words)
    assert follow()
    assert said_in(copy, "By the form")
    assert said_in(copy, "By the API")
