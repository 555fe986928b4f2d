"""A signed copy of a busy site, and a copy of that to tamper with."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.record import note
from statuspage.domain.library.library import Library
from statuspage.domain.record import tree
from statuspage.domain.record.library import library
from statuspage.domain.record.note import written
from statuspage.domain.record.recorded import Recorded, Statement
from statuspage.domain.record.replay import Replay
from statuspage.errors import NotFound, NotKnown
from statuspage.site import signing
from statuspage.site.catalogue import Found
from statuspage.site.form import Form
from statuspage.site.page import Context, Rendering
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


@pytest.fixture(scope="module")
def pages_made_once() -> Iterator[None]:
    """What a record says is rendered once for all tests of a module, not once for each tampering.

    Two records are the same when all their entries are, and a page of one instant is then, too.
    """
    made: dict[object, Rendering | Exception] = {}
    present: list[bytes] = [b""]
    rendered = Found.rendered

    def of(facts: Replay, entries: Sequence[Recorded], hashes: tree.Hashes) -> Library:
        present[0] = sha256(repr(entries).encode()).digest()
        return library(facts, entries, hashes)

    def once(found: Found, context: Context, form: Form | None = None) -> Rendering:
        named = (present[0], found.path, found.wanted, found.part, context.now, form)
        if named not in made:
            try:
                made[named] = rendered(found, context, form)
            except (NotFound, NotKnown) as error:
                made[named] = error
        told = made[named]
        if isinstance(told, Exception):
            raise told
        return told

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("statuspage.publish.verify.checking.library", of)
        patch.setattr(Found, "rendered", once)
        yield
