"""Tests here are about a store on the server alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from statuspage.config.database import DatabaseServer
from statuspage.store import db
from tests.helpers.sites import open_site, write_site
from tests.helpers.stores import choose, server


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Path]:
    """A small site whose store is on the server, and open."""
    choose("postgresql")
    yield open_site(write_site(tmp_path / "site"))
    db.close_store()


@pytest.fixture
def place(site: Path) -> DatabaseServer:
    """Where that store is."""
    return server().place(site)
