"""Fixtures that most tests need: a small site on a real SQLite store; the hypothesis profile."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from statuspage.store import db
from tests.helpers.sites import open_site, write_site

# No time limits: they say how busy the machine is. Under CI every run tries the same examples.
settings.register_profile(
    "here", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("ci", settings.get_profile("here"), derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "here")


@pytest.fixture
def site_folder(tmp_path: Path) -> Path:
    """A folder with config.toml and an empty content/, not synced yet."""
    return write_site(tmp_path / "site")


@pytest.fixture
def store(site_folder: Path) -> Iterator[Path]:
    """The site's store, open, migrated and synced; gives the site's folder."""
    yield open_site(site_folder)
    db.close_store()
