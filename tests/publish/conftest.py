"""A signed copy of a busy site, and a copy of that to tamper with."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.record import note
from statuspage.domain.record.note import written
from statuspage.domain.record.recorded import Statement
from statuspage.site import signing
from statuspage.store import db
from statuspage.store.incidents import incidents
from statuspage.store.library import LIBRARY
from statuspage.store.settings import site
from tests.helpers.busy import KEY, NOW, SEED, make_busy
from tests.helpers.copies import publish
from tests.helpers.processes import serving
from tests.helpers.sites import CONFIG
from tests.publish.tamperer import (
    MANY,
    SIGNER,
    Tamperer,
)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A signed copy of a busy site, and beside it the keys of what it shows and an older head."""
    folder = tmp_path_factory.mktemp("verify")
    (folder / "site" / "content").mkdir(parents=True)
    (folder / "site" / "config.toml").write_text(CONFIG, "utf-8")
    make_busy(folder / "site")
    signing.use(SEED)
    with clock.standing_at(NOW):
        (folder / "older").write_text(written(signing.head(LIBRARY, site(), 14), SIGNER), "utf-8")
        facts = {"at": "2026-08-01T00:00:00Z", "interval": 60, "fail_after": 2}
        panel = {"locations": 1, "quorum": None, "vote": "majority"}
        said = [Statement(f"probe/p{n}", facts | panel, {}) for n in range(MANY)]
        with db.transaction():
            note(said, NOW)
        publish(folder / "www")
    keys = {
        incident.title: incident for incident in incidents.by_keys(incidents.all_keys()).values()
    }
    told = {title: [found.key, *(u.key for u in found.updates)] for title, found in keys.items()}
    (folder / "keys.json").write_text(json.dumps(told), "utf-8")
    yield folder
    signing.use(None)
    db.close_store()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a signed site that is served, and its settings."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "content").mkdir()
    (folder / "config.toml").write_text(CONFIG, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STATUSPAGE_SIGNING_KEY", KEY)
        make_busy(folder)
        db.close_store()
        with serving(folder / "config.toml") as address:
            yield address, folder / "config.toml"


@pytest.fixture
def copy(original: Path, tmp_path: Path) -> Path:
    """A copy to tamper with."""
    shutil.copytree(original / "www", tmp_path / "www")
    return tmp_path / "www"


@pytest.fixture
def tamperer(copy: Path, original: Path) -> Tamperer:
    return Tamperer(copy, json.loads((original / "keys.json").read_text("utf-8")))
