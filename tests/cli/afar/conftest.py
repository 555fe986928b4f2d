"""A site that is served, and somebody elsewhere who has a token for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.helpers.processes import serving
from tests.helpers.shell import run
from tests.helpers.sites import write_site


@dataclass(frozen=True)
class Served:
    """Where its files are, its address, and a token for all that can be typed."""

    folder: Path
    url: str
    token: str


@pytest.fixture(scope="package")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all tests here."""
    folder = write_site(tmp_path_factory.mktemp("served"))
    config = folder / "config.toml"
    assert run(config, "sync").exit_code == 0
    scopes = [f"--scope={one}" for one in ("incidents", "changelog", "erasure")]
    token = run(config, "token", "create", "shell", *scopes).stdout.strip()
    with serving(config) as url:
        yield Served(folder, url, token)


@pytest.fixture(autouse=True)
def kept(served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The environment of somebody elsewhere; where their keys are kept until an answer comes."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("STATUSPAGE_TOKEN", served.token)
    return tmp_path / "state" / "statuspage" / "sent"
