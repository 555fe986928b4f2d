"""Fixtures of the tests of commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.shell import run


@pytest.fixture
def config(site_folder: Path) -> Path:
    """The configuration file of a site that is set up; no store is open."""
    found = site_folder / "config.toml"
    assert run(found, "sync").exit_code == 0
    return found
