"""`verify` on the command line: a summary, or the faults and exit 1."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from statuspage.cli import main
from statuspage.config.signing import KEY_VARIABLE, new_seed
from statuspage.domain.record.note import Signer
from statuspage.site import signing
from statuspage.store import db
from tests.helpers.busy import SEED
from tests.helpers.copies import publish

SIGNER = Signer("status.acme.example/record", SEED)


@pytest.fixture
def copy(store: Path, tmp_path: Path) -> Path:
    publish(tmp_path / "www")
    return tmp_path / "www"


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["verify", *words])


def test_unsigned_copy_passes_and_says_so(copy: Path) -> None:
    done = run(str(copy))
    assert done.exit_code == 0, done.output
    verdict = done.stdout.splitlines()[-1]
    assert verdict.startswith("Everything is as the record says: 1 tile, 5 entries, ")
    assert "It is not signed." in done.stdout
    assert "nobody vouches" in done.stdout


def test_older_checkpoint_and_key_are_taken(store: Path, tmp_path: Path) -> None:
    signing.use(SEED)
    try:
        publish(tmp_path / "www")
    finally:
        signing.use(None)
    older = str(tmp_path / "www/record/checkpoint")
    done = run(str(tmp_path / "www"), "--since", older, "--key", str(SIGNER.verifier))
    assert done.exit_code == 0, done.output
    assert "The first 5 entries are those of the older checkpoint." in done.stdout


def test_tampering_is_named_on_standard_error_with_exit_1(copy: Path) -> None:
    (copy / "robots.txt").write_text("", "utf-8")
    done = run(str(copy))
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr == "/robots.txt is not the file that /record/files names.\n"


def test_unsigned_copy_does_not_pass_by_a_key(copy: Path) -> None:
    done = run(str(copy), "--key", str(SIGNER.verifier))
    assert done.exit_code == 1
    assert "/record/checkpoint is not signed by" in done.stderr


def test_key_that_is_none_is_a_usage_error(copy: Path) -> None:
    done = run(str(copy), "--key", "secret")
    assert done.exit_code == 2
    assert "a public key reads name+id+key" in done.stderr


def test_place_without_a_record_is_one_plain_line(tmp_path: Path) -> None:
    done = run(str(tmp_path))
    assert done.exit_code == 1
    assert done.stderr == f"{tmp_path} has no record at /record/checkpoint: it is missing.\n"


def test_copy_made_without_the_key_that_the_record_names_is_told_so(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = ["--config", str(store / "config.toml")]
    db.close_store()
    monkeypatch.setenv(KEY_VARIABLE, new_seed())
    assert CliRunner().invoke(main, [*config, "sync"]).exit_code == 0
    with_key = CliRunner().invoke(main, [*config, "publish", str(tmp_path / "signed")])
    monkeypatch.delenv(KEY_VARIABLE)
    without = CliRunner().invoke(main, [*config, "publish", str(tmp_path / "bare")])
    signing.use(None)
    assert (with_key.exit_code, with_key.stderr) == (0, "")
    assert without.exit_code == 0
    assert without.stderr.startswith("This copy is not signed although the record names a key")
