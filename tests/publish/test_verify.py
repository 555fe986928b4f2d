"""A published copy is checked by its record; every kind of tampering is caught and named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from statuspage.domain.record.note import Checkpoint, written
from statuspage.errors import SourceError
from statuspage.publish.verify.checking import verify
from statuspage.publish.verify.reading import Folder, source
from statuspage.publish.verify.record import HEAD
from statuspage.publish.verify.report import Report
from statuspage.said import said
from statuspage.store import db
from tests.helpers.busy import KEY, make_busy
from tests.helpers.processes import get, serving
from tests.helpers.strangers import check_entry, forged
from tests.publish.tampered_pages import PAGES
from tests.publish.tampered_record import RECORD, cut_tail, swapped_entries
from tests.publish.tamperer import (
    MANY,
    ORIGIN,
    SIGNER,
    THIEF,
    Tamperer,
    check,
)

pytestmark = pytest.mark.usefixtures("pages_made_once")

KINDS = PAGES | RECORD


def test_published_copy_is_as_its_record_says(copy: Path, original: Path) -> None:
    report = check(copy, since=(original / "older").read_bytes(), key=SIGNER.verifier)
    assert not report.findings
    assert report.compared["entry"] > MANY
    assert "pages" in str(report.lines[-1])
    assert str(report.lines[0]) == f"Its head is signed by {SIGNER.verifier}."
    assert [str(limit) for limit in report.limits] == [
        "The first 14 entries are those of the older checkpoint."
    ]


def test_report_says_what_it_cannot_see(copy: Path) -> None:
    limits = " ".join(map(str, check(copy).lines))
    assert "The record itself names that key" in limits
    assert "nobody can tell whether the record was made anew" in limits


@pytest.mark.parametrize("kind", KINDS)
def test_tampering_is_caught_and_named(kind: str, tamperer: Tamperer) -> None:
    tamper, wanted = KINDS[kind]
    tamper(tamperer)
    report = check(tamperer.copy)
    assert report.findings
    assert re.match(wanted, f"{report.findings[0]}."), report.lines[0]


def test_findings_are_named_and_those_beyond_twenty_counted() -> None:
    report = Report()
    for number in range(20):
        report.find(f"/{number}", said("is missing"))
    assert [str(line) for line in report.lines] == [f"/{n} is missing" for n in range(20)]
    report.find("/20", said("is missing"))
    assert [str(line) for line in report.lines][19:] == [
        "/19 is missing",
        "1 more thing does not match.",
    ]


def test_record_cut_since_an_older_head_is_caught(tamperer: Tamperer, original: Path) -> None:
    cut_tail(tamperer)
    report = check(tamperer.copy, since=(original / "older").read_bytes())
    found = [str(finding) for finding in report.findings]
    assert "/record/checkpoint was cut short: it held 14 entries before and holds 8 now" in found


def test_record_rewritten_since_an_older_head_is_caught(tamperer: Tamperer, original: Path) -> None:
    swapped_entries(tamperer)
    report = check(tamperer.copy, since=(original / "older").read_bytes())
    text = "/record/checkpoint was rewritten: its first 14 entries are not the former ones"
    assert text in map(str, report.findings)


def test_record_signed_by_another_key_is_caught_by_the_key(tamperer: Tamperer) -> None:
    report = check(tamperer.copy, key=THIEF.verifier)
    assert str(report.findings[0]) == f"/record/checkpoint is not signed by {THIEF.verifier}"


@pytest.mark.parametrize(
    ("older", "text"),
    [
        (b"nothing", "cannot be read"),
        (written(Checkpoint("other/record", 1, bytes(32)), None).encode(), "is of other/record"),
        (written(Checkpoint(ORIGIN, 1, bytes(32)), THIEF).encode(), "is not signed by"),
    ],
)
def test_older_head_that_is_none_of_ours_is_refused(copy: Path, older: bytes, text: str) -> None:
    with pytest.raises(SourceError, match=text):
        check(copy, since=older, key=SIGNER.verifier)


def test_place_without_a_record_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is missing"):
        check(tmp_path)
    with pytest.raises(SourceError, match="is not a folder"), source(str(tmp_path / "nowhere")):
        pass


class Changing(Folder):
    """A place whose record has moved on when its head is read again."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self._is_read = False

    def read(self, path: str) -> bytes:
        if path == HEAD and self._is_read:
            return b"newer"
        self._is_read |= path == HEAD
        return super().read(path)


def test_place_that_changes_meanwhile_is_not_accused(copy: Path) -> None:
    assert not verify(Changing(copy), key=SIGNER.verifier).findings
    (copy / "index.html").unlink()
    with pytest.raises(SourceError, match="changed while it was being read"):
        verify(Changing(copy), key=SIGNER.verifier)


@pytest.mark.slow
def test_served_site_is_as_its_record_says(
    site_folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("STATUSPAGE_SIGNING_KEY", KEY)
    make_busy(site_folder)
    db.close_store()
    with serving(site_folder / "config.toml") as address, source(address) as site:
        report = verify(site, key=SIGNER.verifier)
        assert not report.findings
        assert report.compared["feed"] > 0
        assert "is not checked" in str(report.limits[-1])
        kept = tmp_path / "kept"
        proof = get(f"{address}/record/entries/3.tlog-proof").text
        longer = written(Checkpoint(ORIGIN, 1000, bytes(32)), SIGNER)
        for text, fault in (
            (proof, ""),
            (forged(proof), "FAILED: the kept proof does not prove entry 3\n"),
            (longer, "FAILED: the record was cut to "),
        ):
            kept.write_text(text, "utf-8")
            done = check_entry(address, 3, key=SIGNER.verifier, kept=kept)
            assert done.returncode == bool(fault)
            assert done.stderr.startswith(fault), done.stderr
