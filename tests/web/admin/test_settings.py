"""/admin/settings: what is in force with its lines and health, and what a change would do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.sync import sync
from statuspage.domain.desk.staff import Role
from statuspage.domain.measured.pulls import PullStanding
from statuspage.said import said
from statuspage.store import db
from statuspage.store.measured import pulls
from statuspage.store.published import components, record, topics
from statuspage.web.app import WsgiApp, create_app
from tests.helpers.sites import a_probe, a_table
from tests.web.conftest import Browser, Page


@pytest.fixture
def app(store: Path) -> WsgiApp:
    """The application, which knows where its file lies."""
    return create_app(store / "config.toml")


def change(folder: Path, old: str, new: str) -> None:
    file = folder / "config.toml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def line(folder: Path, text: str, holding: str) -> int:
    """The line of the last header before some text."""
    lines = (folder / "config.toml").read_text("utf-8").splitlines()
    place = lines.index(text)
    return max(number for number, row in enumerate(lines[:place], 1) if row == holding)


def seen(browser: Browser) -> Page:
    return browser.get("/admin/settings")


def test_viewer_sees_each_thing_with_its_line(
    signed_in: Callable[..., Browser], store: Path
) -> None:
    change(store, "[[slas]]", a_probe(interval="60s") + "\n[[slas]]")
    sync(store / "config.toml", {})
    page = seen(signed_in("vic", Role.VIEWER))
    assert page.code == 200
    places = page.tree.xpath("//td[@data-label='Where']//code/text()")
    for text, header in (
        ('id = "search"', "[[components]]"),
        ('id = "api-http"', "[[probes]]"),
        ('id = "api-availability"', "[[slas]]"),
    ):
        assert f"config.toml:{line(store, text, header)}" in places
    assert "none yet" in page.words()
    assert "Nothing would change" in page.words()
    assert not page.tree.xpath("//main//input | //main//textarea")


def test_change_is_foreseen_and_not_made(ada: Browser, store: Path) -> None:
    change(store, 'id = "docs"\nname = "Docs"', 'id = "guides"\nname = "Guides"')
    change(store, 'target = "99.9%"', 'target = "99.5%"')
    size, generation = record.size(), topics.generation()
    words = seen(ada).words()
    assert "component/guides" in words
    assert "component/docs" in words
    assert "sla/api-availability" in words
    assert [one.id for one in components.listed()] == ["api", "search", "docs"]
    assert (record.size(), topics.generation()) == (size, generation)
    report = sync(store / "config.toml", {})
    assert report.added == ("component/guides",)


def test_faults_of_the_file_stand_with_their_lines(ada: Browser, store: Path) -> None:
    change(store, 'window = "month"', 'window = "fortnight"')
    page = seen(ada)
    assert page.code == 200
    [place] = page.tree.xpath("//ul[@class='problems']//code/text()")
    lines = (store / "config.toml").read_text("utf-8").splitlines()
    at = lines.index('window = "fortnight"') + 1
    assert place == f"config.toml:{at}"
    assert "last good state stays in use" in page.words()


@pytest.mark.parametrize("text", ["[[components", "\x00", "a = 1\na = 2"])
def test_file_that_is_no_toml_leaves_what_is_in_force(ada: Browser, store: Path, text: str) -> None:
    (store / "config.toml").write_text(text, "utf-8")
    words = seen(ada).words()
    assert "not in the file now" in words
    assert "1 fault." in words
    assert "API" in words


def test_missing_file_is_a_fault_not_an_error(ada: Browser, store: Path) -> None:
    (store / "config.toml").unlink()
    assert "there is no such file" in seen(ada).words()


def test_broken_content_file_is_named_and_the_rest_foreseen(ada: Browser, store: Path) -> None:
    folder = store / "content" / "changelog"
    folder.mkdir()
    (folder / "bad.md").write_text("no front matter", "utf-8")
    (folder / "2026-01-02-good.md").write_text(
        "---\ntitle: Good\ndate: 2026-01-02\ntype: added\n---\nWords.", "utf-8"
    )
    words = seen(ada).words()
    assert "changelog/bad.md" in words
    assert "changelog/2026-01-02-good" in words


def test_strangers_see_nothing_of_it(browser: Browser) -> None:
    answer = browser.get("/admin/settings")
    assert "config.toml" not in answer.text
    with db.snapshot():
        assert record.size() > 0


def test_source_is_seen_with_what_hinders_it(
    signed_in: Callable[..., Browser], store: Path
) -> None:
    source = a_table("sources", id="prom", type="prometheus", url="http://127.0.0.1:1")
    series = a_table("sources.series", component="api", query="up")
    change(store, "[[slas]]", f"{source}{series}\n[[slas]]")
    sync(store / "config.toml", {})
    browser = signed_in("vic", Role.VIEWER)
    assert "not asked yet" in seen(browser).text
    with db.transaction():
        fresh = PullStanding.from_("prom-api", clock.now())
        pulls.keep_standing(fresh.failed(said("It is closed."), clock.now()))
    page = seen(browser)
    assert "prom does not tell prom-api: It is closed." in page.text
    where = page.tree.xpath("//section[@aria-labelledby='sources']//td//code/text()")
    number = line(store, 'id = "prom"', "[[sources]]")
    assert f"config.toml:{number}" in where
