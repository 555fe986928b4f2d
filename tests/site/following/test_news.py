"""News of a busy site: each is an item of the feeds, with the same id, words and times."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from statuspage import clock
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.telling.news import NewsKind
from statuspage.domain.vocabulary.states import Impact
from statuspage.render.feeds.told import ToldNews
from statuspage.site.following import news
from statuspage.site.following.feeds import PAGE_SIZE
from statuspage.site.following.news import Entered
from statuspage.site.page import Context
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.published import record
from tests.helpers.busy import NOW, make_busy
from tests.helpers.pages import rendered
from tests.helpers.sites import CONFIG


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory, stored_in: str) -> Iterator[Path]:
    """A site with news of every kind."""
    folder = tmp_path_factory.mktemp("busy")
    (folder / "content").mkdir()
    (folder / "config.toml").write_text(CONFIG, "utf-8")
    make_busy(folder)
    yield folder
    db.close_store()


def told_of(context: Context) -> dict[tuple[str, int], ToldNews]:
    """The news of each entry of the record, by its subject and revision."""
    found = {}
    for entry in record.some(0, record.size()):
        entered = Entered(entry.subject, entry.revision, entry.at)
        if (one := news.told(context, entered)) is not None:
            found[entry.subject, entry.revision] = one
    return found


@pytest.fixture
def told(busy: Path) -> dict[tuple[str, int], ToldNews]:
    with clock.standing_at(NOW), db.snapshot():
        return told_of(Context(LIBRARY, NOW))


def items(*paths: str) -> dict[str, dict[str, Any]]:
    """What feeds list, by id."""
    found = [one for path in paths for one in json.loads(rendered(path, NOW).body)["items"]]
    assert len(found) < PAGE_SIZE * len(paths)
    return {one["id"]: one for one in found}


def test_every_item_of_the_feeds_is_told_with_the_same_words(
    told: dict[tuple[str, int], ToldNews],
) -> None:
    listed = items(
        "/updates.json",
        *(
            f"/feeds/{kind}.json"
            for kind in ("changelog", "outcomes", "notices", "stories", "reports")
        ),
    )
    listed |= items("/feeds/sla.json")
    seen = {one.item.id: one.item for one in told.values()}
    promised = {name for name in listed if "promise_made" in name or name.endswith("/1")}
    assert set(listed) - promised <= set(seen) | promised
    for name, item in seen.items():
        shown = listed[name]
        assert (item.title, item.html, item.text) == (
            shown["title"],
            shown["content_html"],
            shown["content_text"],
        )
        assert item.updated.isoformat().replace("+00:00", "Z") == shown["date_modified"]


def test_news_of_every_kind_are_told(told: dict[tuple[str, int], ToldNews]) -> None:
    assert {one.news.kind for one in told.values()} == set(NewsKind)


def test_edit_is_told_as_one_and_what_was_withdrawn_is_known(
    told: dict[tuple[str, int], ToldNews],
) -> None:
    for (subject, revision), one in told.items():
        if subject.startswith("update/"):
            assert one.news.is_edit == (revision > 1)
    withdrawn = [one for one in told.values() if one.incident and "Withdrawn" in one.item.title]
    assert withdrawn
    first = replace(withdrawn[0], news=replace(withdrawn[0].news, is_edit=False))
    assert news.is_withdrawn(first)
    assert not news.is_withdrawn(replace(first, news=replace(first.news, is_edit=True)))


def test_impact_is_the_worst_that_was_said(told: dict[tuple[str, int], ToldNews]) -> None:
    for one in told.values():
        assert (one.news.impact is not None) == (one.incident is not None)
        if one.incident is not None:
            assert one.news.impact is not None
            assert one.news.impact.severity >= one.incident.impact.severity
            assert one.news.topic == f"incident/{one.incident.key}"
    assert Impact.CRITICAL in {one.news.impact for one in told.values()}


def test_what_changes_an_incident_along_with_a_word_is_told_by_the_word(busy: Path) -> None:
    with clock.standing_at(NOW), db.snapshot():
        context = Context(LIBRARY, NOW)
        update = next(one for one in record.some(0, record.size()) if UPDATE.name in one.subject)
        key = str(update.statement.facts["incident"])
        act = [
            Entered(f"incident/{key}", 2, NOW),
            Entered(update.subject, 1, NOW),
            Entered("component/api", 3, NOW),
        ]
        assert [one.subject for one in news.news_of(context, act)] == [update.subject]
        assert [one.is_edit for one in news.news_of(context, act[:1])] == [True]
