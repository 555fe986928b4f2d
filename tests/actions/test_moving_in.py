"""A site that is exported and imported into an empty store is the same site, page by page."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statuspage import clock
from statuspage.actions.entries import withdraw_entry, write_entry
from statuspage.actions.erasure import erase
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.amend import amend_update, withdraw_update
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.maintenance.planned import schedule_maintenance
from statuspage.actions.moving_in import is_empty
from statuspage.config.signing import signing_seed
from statuspage.domain.incidents.edit import wording_of
from statuspage.domain.moving import manifest
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.errors import Conflict, InvalidInput, SourceError
from statuspage.exports.whole import export
from statuspage.site import signing
from statuspage.store import db
from statuspage.store.settings import site
from tests.helpers.busy import NOW, SIGNED
from tests.helpers.filled import make_filled
from tests.helpers.moved import exported, files_of, moved, pages
from tests.helpers.sites import open_site, write_site
from tests.helpers.stores import is_postgresql

PRIVATE = (
    b"Ask the supplier",  # a private note
    b"ada@example.net",  # who is told
    b"Please answer at weekends",  # what somebody said
    b"Words of somebody signed out",
    b"Dark pages",  # a draft
    b"correct horse",
    b"status {status}",  # why a check failed, for staff
    b'"ada"',  # who wrote it
    b'"grace"',
)


@pytest.fixture
def signed() -> Iterator[None]:
    signing.use(signing_seed(SIGNED))
    yield
    signing.use(None)


@pytest.mark.usefixtures("signed", "stored_in")
def test_all_pages_are_the_same_elsewhere_and_nothing_private_went_along(tmp_path: Path) -> None:
    make_filled(tmp_path / "site")
    before = pages(NOW)
    with clock.standing_at(NOW):
        taken = exported(tmp_path / "out")
        db.close_store()
        here = tmp_path / "elsewhere.db" if is_postgresql() else None
        done = moved(tmp_path / "out", tmp_path / "elsewhere", SIGNED, here)
        assert not done.synced.did_anything
        assert exported(tmp_path / "again") == taken  # from the other database, too
        db.close_store()
        moved(tmp_path / "again", tmp_path / "back", SIGNED)
    after = pages(NOW)
    assert before.keys() == after.keys()
    # How many may publish: accounts stay where they were.
    differing = {path for path in before if before[path] != after[path]}
    assert differing == {"/record", "/record.md"}
    told = b"\n".join(taken.values())
    assert [words for words in PRIVATE if words in told] == []
    db.close_store()


_START = datetime(2026, 3, 1, tzinfo=UTC)
_ADA = Actor("ada")
_STATES = [one for one in ComponentState if one is not ComponentState.UNDER_MAINTENANCE]
_words = st.one_of(
    st.sampled_from(
        ("- one\n- two", "<b>x</b> & `y`", "=1+1", "عطل · 障害 · 👩‍🚀", "a\u2028b", "---\n")
    ),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30),
)


def _opened(text: str, number: int) -> None:
    state = _STATES[number % len(_STATES)]
    open_incident(f"T {text}", NewUpdate(text, components={"api": state}), _ADA)


def _updated(text: str, number: int) -> None:
    told = open_incident("Slow", NewUpdate("It is slow."), _ADA)
    told = post_update(told.key, NewUpdate(text), _ADA)
    first = told.updates[-1]
    if number % 3 == 0:
        amend_update(told.key, first.key, replace(wording_of(first), body=text), "a typo", _ADA)
    elif number % 3 == 1:
        withdraw_update(told.key, told.updates[0].key, "wrong", _ADA)
    else:
        erase(f"update/{first.key}", {"body": "Gone."}, "a name", _ADA, zone=site().zone)
    post_update(told.key, NewUpdate("Over.", Status.RESOLVED), _ADA)


def _planned(text: str, number: int) -> None:
    starts = clock.now() + timedelta(days=1 + number)
    until = starts + timedelta(hours=1)
    schedule_maintenance(f"T {text}", text, starts, until, ["docs"], _ADA)


def _wrote(text: str, number: int) -> None:
    front = {"title": f"T {text}", "type": "fixed", "date": "2026-02-28", "components": ["api"]}
    found = write_entry(EntryKind.CHANGELOG, front, text, _ADA, zone=site().zone)
    if number % 2:
        withdraw_entry(found.kind, found.slug, "a mistake", _ADA)


_TOLD = ("/incidents/", "/changelog", "/updates.atom", "/feeds/all.json", "/api/v1/", "/record/")
_VERBS: tuple[Callable[[str, int], None], ...] = (_opened, _updated, _planned, _wrote)
_history = st.lists(st.tuples(st.sampled_from(_VERBS), _words, st.integers(0, 5)), max_size=6)


@pytest.mark.usefixtures("stored_in")
@settings(max_examples=8)
@given(_history)
def test_any_history_comes_back_byte_by_byte(
    history: list[tuple[Callable[[str, int], None], str, int]],
) -> None:
    with _site() as folder:
        for place, (act, text, number) in enumerate(history):
            with clock.standing_at(_START + timedelta(hours=place)):
                _unless_refused(act, text, number)
        now = _START + timedelta(days=1)
        with clock.standing_at(now):
            taken, before = exported(folder / "out"), pages(now, *_TOLD)
            db.close_store()
            moved(folder / "out", folder / "new", {})
            assert exported(folder / "again") == taken
        assert pages(now, *_TOLD) == before


def _unless_refused(act: Callable[[str, int], None], text: str, number: int) -> None:
    """Words of blanks alone, or of signs that no page can show, are refused: nothing is told."""
    try:
        act(text, number)
    except (InvalidInput, Conflict):
        return


@contextmanager
def _site() -> Iterator[Path]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        with clock.standing_at(_START - timedelta(days=1)):
            open_site(write_site(folder / "site"))
        try:
            yield folder
        finally:
            db.close_store()


@pytest.mark.usefixtures("store")
def test_what_is_not_as_it_was_exported_is_refused_whole(tmp_path: Path) -> None:
    open_incident("Slow", NewUpdate("It is slow."), _ADA)
    export(tmp_path / "out")
    db.close_store()
    faults = {
        "changed since it was exported": lambda folder: _reword(folder, honestly=False),
        "Entry 6 of the record is not whole": lambda folder: _reword(folder, honestly=True),
        "lacks [[components]] api": _of_another_site,
        "A row of components does not fit": _without_a_name,
    }
    for number, (words, spoil) in enumerate(faults.items()):
        spoilt = tmp_path / f"spoilt{number}"
        shutil.copytree(tmp_path / "out", spoilt)
        spoil(spoilt)
        with pytest.raises((SourceError, Conflict), match=words.replace("[", r"\[")):
            moved(spoilt, tmp_path / f"new{number}", {})
        if number:
            assert is_empty()
        db.close_store()


def _change(folder: Path, path: str, old: bytes, new: bytes, *, honestly: bool = True) -> None:
    """Change a file of an export, and the list of its files with it."""
    place = folder / path
    body = place.read_bytes()
    assert old in body
    place.write_bytes(body.replace(old, new))
    if honestly:
        listed = folder / manifest.NAME
        told = json.loads(listed.read_bytes())
        told["files"][path]["sha256"] = hashlib.sha256(place.read_bytes()).hexdigest()
        listed.write_text(json.dumps(told), "utf-8")


def _reword(folder: Path, *, honestly: bool) -> None:
    _change(folder, "data/record_texts.jsonl", b"It is slow.", b"It is fast.", honestly=honestly)


def _of_another_site(folder: Path) -> None:
    _change(folder, "config.toml", b'id = "api"', b'id = "ape"')
    _change(folder, "config.toml", b'["api"]', b'["ape"]')


def _without_a_name(folder: Path) -> None:
    _change(folder, "data/components.jsonl", b'"name":"Docs"', b'"name":{"a":1}')


@pytest.mark.usefixtures("store")
def test_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("Mine.", "utf-8")
    with pytest.raises(SourceError, match="neither empty nor an earlier export"):
        export(out)
    assert files_of(out) == {"mine.txt": b"Mine."}
    (out / "mine.txt").unlink()
    first = exported(out)
    (out / "var").mkdir()
    (out / "var" / "statuspage.db").write_bytes(b"a site that runs here")
    open_incident("Slow", NewUpdate("It is slow."), _ADA)
    second = exported(out)
    assert second["var/statuspage.db"] == b"a site that runs here"
    assert second["data/incidents.jsonl"] != first["data/incidents.jsonl"]
    (out / "config.toml").write_bytes(second["config.toml"] + b"# my own word\n")
    with pytest.raises(SourceError, match=r"config\.toml was changed since"):
        export(out)
