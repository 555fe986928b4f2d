"""Parts whose names are not unique are shown with their groups, and the record tells so too."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.publish.verify.checking import verify
from statuspage.publish.verify.reading import Folder
from statuspage.store import db
from statuspage.store.incidents import incidents
from tests.helpers import front_pages
from tests.helpers.copies import publish
from tests.helpers.front_pages import NOW
from tests.helpers.pages import rendered, words_of
from tests.helpers.sites import add_to_config, change_config


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Two groups with a queue each, and an incident that touches one of them."""
    groups = {"Sydney": ["Queue", "Console"], "Tokyo": ["Queue"]}
    front_pages.begun(tmp_path / "site", groups, age=timedelta(days=2))
    front_pages.told(
        30, "Messages are late", dict.fromkeys(["sydney-queue", "sydney-console"], front_pages.SLOW)
    )
    return tmp_path / "site"


def incident() -> str:
    with db.snapshot():
        return incidents.open_ones()[0].path


@pytest.mark.parametrize("path", ["/", "/history", "incident", "/feeds"])
def test_name_that_is_not_unique_is_shown_with_its_group(site: Path, path: str) -> None:
    words = words_of(rendered(incident() if path == "incident" else path, NOW))
    assert "Queue (Sydney)" in words
    assert "Console (" not in words


def test_promise_tells_alike_parts_apart(site: Path) -> None:
    with clock.standing_at(NOW):
        add_to_config(
            site,
            '[[slas]]\nid = "queues"\ntitle = "Queues"\nindicator = "availability"\n'
            'components = ["sydney-queue", "tokyo-queue"]\nsource = "incidents"\n'
            'target = "99.9%"\nwindow = "month"\n',
        )
    words = words_of(rendered("/sla/queues", NOW))
    assert "Queue (Sydney)" in words
    assert "Queue (Tokyo)" in words


def test_part_that_left_keeps_its_group(site: Path) -> None:
    text = (site / "config.toml").read_text("utf-8")
    start = text.index('\n[[components]]\nid = "sydney-queue"')
    with clock.standing_at(NOW):
        change_config(site, text[start : text.index("\n[[", start + 5)], "")
    assert "Queue (Sydney)" in words_of(rendered(incident(), NOW))


def test_record_alone_tells_names_apart(site: Path, tmp_path: Path) -> None:
    with clock.standing_at(NOW):
        publish(tmp_path / "www")
    assert verify(Folder(tmp_path / "www")).findings == []
