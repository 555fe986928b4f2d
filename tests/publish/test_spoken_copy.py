"""A copy in several languages: whole, and checked from its record alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.incidents.translating import translate
from statuspage.publish.verify.checking import verify
from statuspage.publish.verify.reading import Folder
from statuspage.site import signing
from statuspage.store import db
from tests.helpers.busy import NOW, SEED, make_busy
from tests.helpers.copies import publish
from tests.helpers.languages import ARABIC, GERMAN
from tests.helpers.made_up import made_up
from tests.helpers.sites import change_config, write_site
from tests.helpers.telling import ADA, PARTIAL


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of a busy site in three languages."""
    folder = write_site(tmp_path_factory.mktemp("spoken") / "site")
    target = tmp_path_factory.mktemp("copy") / "www"
    with made_up(tmp_path_factory.mktemp("words"), "de", "ar"):
        make_busy(folder)
        with clock.standing_at(NOW):
            change_config(folder, "[site]", '[site]\nlanguages = ["en", "de", "ar"]')
            word = NewUpdate("We are looking.", components={"docs": PARTIAL}, texts={"de": GERMAN})
            found = open_incident("Docs are slow", word, ADA)
            translate(found.key, found.updates[0].key, "ar", ARABIC, ADA)
            signing.use(SEED)
            publish(target)
        yield target
        signing.use(None)
        db.close_store()


def test_copy_holds_every_language(copy: Path) -> None:
    for language in ("en", "de", "ar"):
        for place in ("index.html", "404.html", "sla/index.html", "feeds/all.atom"):
            assert (copy / language / place).is_file()
    assert not (copy / "de/api").joinpath("v1").exists()
    assert not (copy / "de/static").exists()


def test_copy_is_as_its_record_says_in_every_language(copy: Path) -> None:
    report = verify(Folder(copy))
    assert [str(finding) for finding in report.findings] == []
    one = sum(1 for _ in copy.glob("incidents/*/index.html"))
    assert one
    assert report.compared["page"] > 4 * one
    assert report.compared["feed"] % 4 == 0


@pytest.mark.parametrize("language", ["de", "ar"])
def test_word_that_was_changed_in_one_language_is_found(copy: Path, language: str) -> None:
    file = copy / language / "changelog/faster/index.html"
    good = file.read_text("utf-8")
    try:
        file.write_text(good.replace("Search answers in", "Search shall answer in"), "utf-8")
        findings = verify(Folder(copy)).findings
    finally:
        file.write_text(good, "utf-8")
    assert any(found.place.startswith(f"/{language}/changelog/faster") for found in findings)


def test_words_of_people_are_checked_in_each_language(copy: Path) -> None:
    [file] = [
        one
        for one in copy.glob("de/incidents/*/index.html")
        if GERMAN["title"] in one.read_text("utf-8")
    ]
    assert ARABIC["title"] in (copy / "ar" / file.relative_to(copy / "de")).read_text("utf-8")
    good = file.read_text("utf-8")
    try:
        file.write_text(good.replace("die Ursache", "keine Ursache"), "utf-8")
        findings = verify(Folder(copy)).findings
    finally:
        file.write_text(good, "utf-8")
    assert any(found.place.startswith("/de/incidents/") for found in findings)
