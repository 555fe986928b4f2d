"""The widget of Statuspage, unchanged, in a page of another origin."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser

from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.domain.vocabulary.states import ComponentState, Impact, Status
from statuspage.store import db
from tests.helpers.processes import serving
from tests.helpers.sites import open_site, write_site
from tests.helpers.wanted import aside

_ADA = Actor("ada")
_PAGE = """<!doctype html><script src="widget.js"></script>
<statuspage-widget src="{site}"></statuspage-widget>
<statuspage-widget src="{site}" appearance="badge" title="Acme"></statuspage-widget>"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder, and the address at which it is served."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder)) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield folder, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_widget_shows_the_state_in_a_page_of_another_origin(
    browser: Browser, elsewhere: tuple[Path, str], tmp_path: Path
) -> None:
    widget = aside("clients", "node_modules", "@statuspage", "status-widget", "dist", "index.js")
    folder, origin = elsewhere
    shutil.copy(widget, folder / "widget.js")
    site = open_site(write_site(tmp_path / "site"))
    with serving(site / "config.toml") as address:
        (folder / "index.html").write_text(_PAGE.format(site=address), "utf-8")
        _shows(browser, origin, "none", "All Systems Operational")
        states = {"api": ComponentState.PARTIAL_OUTAGE}
        key = open_incident("Slow", NewUpdate("We look.", components=states), _ADA).key
        _shows(browser, origin, "major", "Partial System Outage")
        post_update(key, NewUpdate("Well again.", Status.RESOLVED), _ADA)
        open_incident("Gone", NewUpdate("We look.", impact=Impact.CRITICAL), _ADA)
        _shows(browser, origin, "critical", "Major System Outage")
    db.close_store()


def _shows(browser: Browser, origin: str, indicator: str, description: str) -> None:
    page = browser.new_page()  # it remembers nothing of the one before
    page.goto(origin)
    page.locator(f".status-indicator.{indicator}").nth(1).wait_for()
    told = page.locator(".status-container").all_inner_texts()
    page.close()
    assert [description.lower() in text.lower() for text in told] == [True, True]
