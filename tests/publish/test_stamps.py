"""`verify` holds each time stamp against the record, and says whose it could not check."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from statuspage.cli import main
from statuspage.domain.record.note import Checkpoint, written
from statuspage.site import signing
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.settings import site
from statuspage.worker.duties.stamps import Stamping
from tests.helpers.busy import SEED
from tests.helpers.copies import publish
from tests.helpers.sites import open_site, write_site
from tests.helpers.stamp_authority import StampAuthority, name_authority, stamping
from tests.publish.tamperer import ORIGIN, SIGNER, Tamperer, check

LIST = "record/stamps.json"


@pytest.fixture(scope="module")
def stamped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A signed copy with a stamp, and beside it the certificate of who made it."""
    folder = tmp_path_factory.mktemp("stamps")
    signing.use(SEED)
    with stamping(folder / "tsa") as authority:
        name_authority(write_site(folder / "site"), authority)
        open_site(folder / "site")
        Stamping(folder / "site" / "config.toml").turn()
    publish(folder / "www")
    older = written(signing.head(LIBRARY, site(), 2), SIGNER)
    (folder / "older").write_text(older, "utf-8")
    db.close_store()
    yield folder
    signing.use(None)


@pytest.fixture
def tamperer(stamped: Path, tmp_path: Path) -> Tamperer:
    shutil.copytree(stamped / "www", tmp_path / "www")
    return Tamperer(tmp_path / "www", {})


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["verify", *map(str, words)])


def test_stamps_are_checked_and_whose_they_are_where_that_is_asked(stamped: Path) -> None:
    report = check(stamped / "www")
    assert not report.findings
    assert report.compared["stamp"] == 1
    assert any("--stamped-by" in str(limit) for limit in report.limits)
    done = run(stamped / "www", "--stamped-by", stamped / "tsa" / "root.pem")
    assert (done.exit_code, "1 time stamp" in done.output) == (0, True), done.output
    assert "--stamped-by" not in done.output
    assert run(stamped / "www", "--stamped-by", stamped / "older").exit_code == 2


def test_stamp_of_another_authority_is_named(stamped: Path, tmp_path: Path) -> None:
    other = StampAuthority(tmp_path / "other")
    done = run(stamped / "www", "--stamped-by", other.root)
    assert done.exit_code == 1
    assert "does not hold: the stamp does not lead to the authority named." in done.stderr


def test_what_is_not_checked_for_want_of_a_package_is_told(
    stamped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "rfc3161_client", None)
    report = check(stamped / "www")
    assert not report.findings
    assert any("pip install 'statuspage[stamps]'" in str(limit) for limit in report.limits)


def _head(copy: Path) -> Path:
    [found] = (copy / "record/stamps").glob("*.checkpoint")
    return found


def _rewritten(tamperer: Tamperer, _: Path) -> None:
    size = json.loads((tamperer.copy / LIST).read_text())["stamps"][0]["entries"]
    other = written(Checkpoint(ORIGIN, size, bytes(32)), SIGNER)
    _head(tamperer.copy).write_text(other, "utf-8")


def _older(tamperer: Tamperer, stamped: Path) -> None:
    shutil.copy(stamped / "older", _head(tamperer.copy))
    size = json.loads((tamperer.copy / LIST).read_text())["stamps"][0]["entries"]
    tamperer.edit(LIST, f'"entries": {size}', '"entries": 2')


def _later(tamperer: Tamperer, _: Path) -> None:
    tamperer.edit(LIST, '"at": "2', '"at": "3')


def _unstamped(tamperer: Tamperer, _: Path) -> None:
    _head(tamperer.copy).with_suffix(".tsr").unlink()


@pytest.mark.parametrize(
    ("tamper", "told"),
    [
        (_rewritten, "entries are not those that were stamped"),
        (_older, "the stamp is of something else"),
        (_later, "the list names another time"),
        (_unstamped, "does not hold"),
    ],
)
def test_stamp_that_does_not_fit_is_named(
    tamperer: Tamperer, stamped: Path, tamper: Callable[[Tamperer, Path], None], told: str
) -> None:
    tamper(tamperer, stamped)
    tamperer.sign_files()
    found, *_ = check(tamperer.copy).findings
    assert found.place.startswith("/record/stamps/2")
    assert told in str(found)
