"""Fixtures that most tests need: a small site on a real SQLite store; the hypothesis profile."""

from __future__ import annotations

import os
import shutil
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


_MEMORY = Path("/dev/shm")  # a disk in memory, where there is one
_ROOM = 4 * 1024**3  # bytes that must be free there


def pytest_configure() -> None:
    """Sites of tests stand in memory where there is room: each commit waits for a real disk."""
    if os.access(_MEMORY, os.W_OK | os.X_OK) and shutil.disk_usage(_MEMORY).free > _ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


@pytest.fixture
def site_folder(tmp_path: Path) -> Path:
    """A folder with config.toml and an empty content/, not synced yet."""
    return write_site(tmp_path / "site")


@pytest.fixture
def store(site_folder: Path) -> Iterator[Path]:
    """The site's store, open, migrated and synced; gives the site's folder."""
    yield open_site(site_folder)
    db.close_store()
