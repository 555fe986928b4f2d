"""Fixtures that most tests need: a small site on a real SQLite store; the hypothesis profile."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from statuspage.actions.sync import sync
from statuspage.store import db

# No time limits: they say how busy the machine is. Under CI every run tries the same examples.
settings.register_profile(
    "here", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("ci", settings.get_profile("here"), derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "here")

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
