"""What visitors and writers have of the work that goes on beside them: nothing to wait for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from werkzeug.test import Client

from statuspage import clock
from statuspage.actions.freezing import Closed, Counted, count, publish, unpublished
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.sync import sync
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.site.page import PublicPage
from statuspage.store import db
from statuspage.web.app import create_app
from statuspage.worker.duties import all_duties, freezing
from statuspage.worker.loop import Worker
from tests.helpers.processes import PATIENCE
from tests.helpers.stores import store_place

ADA = Actor("ada")
JANUARY = datetime(2026, 1, 10, 12, tzinfo=UTC)
AUGUST = datetime(2026, 8, 9, 12, tzinfo=UTC)
A_BATCH = 2  # figures


@pytest.fixture
def old_site(site_folder: Path) -> Iterator[Path]:
    """A site of which seven months wait to be frozen, as after an import."""
    db.open_store(store_place(site_folder), create=True)
    db.migrate()
    with clock.standing_at(JANUARY):
        sync(site_folder / "config.toml", {})
        down = {"api": ComponentState.MAJOR_OUTAGE}
        open_incident("Down", NewUpdate("It is down.", components=down), ADA)
    with clock.standing_at(AUGUST):
        yield site_folder
    db.close_store()


def waiting() -> list[Closed]:
    with db.snapshot():
        return unpublished()


def test_page_and_writers_have_their_turn_while_figures_are_frozen_in_batches(
    old_site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each turn of the duty counts one figure, and a batch is full with two."""
    now, batches, during = 0.0, [], []
    client = Client(create_app())
    assert len(waiting()) == 7

    def count_slowly(closed: Closed) -> Counted:
        nonlocal now
        now += freezing._BATCH / A_BATCH
        return count(closed)

    def publish_beside(counted: Sequence[Counted]) -> dict[Closed, int | None]:
        with db.transaction():
            found = publish(counted)
            during.append(client.get("/").text)
        batches.append(list(found.values()))
        return found

    monkeypatch.setattr(freezing, "count", count_slowly)
    monkeypatch.setattr(freezing, "publish", publish_beside)
    monkeypatch.setattr(freezing, "clock", SimpleNamespace(now=clock.now, elapsed=lambda: now))
    key = open_incident("Slow", NewUpdate("Word 0."), ADA).key
    duty, number = freezing.Freezing(), 0
    duty.turn()
    duty.turn()
    assert batches == [[1, 1]]
    with ThreadPoolExecutor(1) as writer:
        while waiting() and number < 10:
            word = NewUpdate(f"Word {(number := number + 1)}.")
            writer.submit(post_update, key, word, ADA).result(PATIENCE)
            assert f"Word {number}." in client.get(f"/incidents/{key}").text
            duty.turn()
    assert number == 6  # a word in a batch makes those after it short, and keeps none from its end
    assert [len(batch) for batch in batches] == [2, 1, 1, 1, 1, 1]
    assert all(revision == 1 for batch in batches for revision in batch)
    assert all("Slow" in page for page in during)


def test_nothing_is_rendered_that_nobody_asks_for(
    old_site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: list[str] = []
    render = PublicPage.rendered

    def noted(page: PublicPage, params: Any, *more: Any) -> Any:
        rendered.append(page.path(params))
        return render(page, params, *more)

    monkeypatch.setattr(PublicPage, "rendered", noted)
    client, duties = Client(create_app()), all_duties(old_site / "config.toml", {})
    assert client.get("/").status_code == 200
    assert rendered == ["/"]
    for minutes in range(1, 6):
        with clock.standing_at(AUGUST + timedelta(minutes=minutes)):
            Worker(duties).step()  # every duty is due to a new one
            if minutes == 3:
                open_incident("News", NewUpdate("We look."), ADA)
    assert rendered == ["/"]
    with clock.standing_at(AUGUST + timedelta(minutes=6)):
        assert "We look." in client.get("/").text
    assert rendered == ["/", "/"]
