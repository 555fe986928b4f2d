"""Fixtures of the tests of pages."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def config(store: Path) -> Path:
    """The settings of the small site."""
    return store / "config.toml"
