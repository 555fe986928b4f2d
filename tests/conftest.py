"""Fixtures that most tests need: a small site on a real SQLite store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from statuspage.actions.sync import sync
from statuspage.store import db

CONFIG = """\
[site]
name = "Acme Cloud"
url = "https://status.acme.example"
timezone = "Europe/London"
contact = "support@acme.example"

[[groups]]
id = "platform"
name = "Platform"

[[components]]
id = "api"
name = "API"
group = "platform"
description = "REST and streaming API"

[[components]]
id = "search"
name = "Search"
group = "platform"

[[components]]
id = "docs"
name = "Docs"

[[slas]]
id = "api-availability"
title = "API availability"
components = ["api"]
indicator = "availability"
source = "incidents"
target = "99.9%"
window = "month"
"""


@pytest.fixture
def site_folder(tmp_path: Path) -> Path:
    """A folder with config.toml and an empty content/, not synced yet."""
    folder = tmp_path / "site"
    (folder / "content").mkdir(parents=True)
    (folder / "config.toml").write_text(CONFIG, "utf-8")
    return folder


@pytest.fixture
def store(site_folder: Path) -> Iterator[Path]:
    """The site's store, open, migrated and synced; gives the site's folder."""
    db.open_store(site_folder / "var" / "statuspage.db", create=True)
    db.migrate()
    sync(site_folder / "config.toml", {})
    yield site_folder
    db.close_store()
