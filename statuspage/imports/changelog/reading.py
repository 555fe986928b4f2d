"""Reads a changelog from a file, an address or a folder, and guesses its form."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path

from statuspage.domain.desk.imported_change import ChangeBatch
from statuspage.domain.vocabulary.text import clean_text
from statuspage.errors import Problem, SourceError
from statuspage.imports import source
from statuspage.imports.changelog import fragments, markdown, releases
from statuspage.said import said


class ChangelogForm(StrEnum):
    """The forms of changelogs that are read."""

    KEEPACHANGELOG = "keepachangelog"
    TOWNCRIER = "towncrier"
    CHANGESETS = "changesets"
    RELEASES = "releases"


_READERS: Mapping[ChangelogForm, Callable[[str, str, Mapping[str, str]], ChangeBatch]] = {
    ChangelogForm.KEEPACHANGELOG: markdown.read,
    ChangelogForm.TOWNCRIER: fragments.read_fragment,
    ChangelogForm.CHANGESETS: fragments.read_changeset,
    ChangelogForm.RELEASES: releases.read,
}
_WORDS = ("", ".md", ".rst", ".txt")
_ABOUT = ("readme", "template", "_template", "contributing")
_CHANGELOGS = ("changelog", "changes", "history", "news", "releases")


def read(place: str, known: Mapping[str, str], form: ChangelogForm | None = None) -> ChangeBatch:
    """The changes of a path, of "-" or of an address; of a folder those of all its files.

    `known` has the id of each component by its id and by its name, in small letters.
    Raises SourceError, InvalidInput.
    """
    folder = Path(place)
    if not folder.is_dir():
        return _read_text(source.read(place), source.name_of(place), known, form)
    whole = _changelog_in(folder) if form in (None, ChangelogForm.KEEPACHANGELOG) else None
    if whole is not None:
        return _read_text(source.read(str(whole)), str(whole), known, form)
    if form is None:
        form = ChangelogForm.CHANGESETS if _has_changesets(folder) else ChangelogForm.TOWNCRIER
    return _joined(_read_folder(folder, known, form))


def _read_text(
    data: bytes, name: str, known: Mapping[str, str], form: ChangelogForm | None
) -> ChangeBatch:
    text = clean_text(_decoded(data, name))
    if form is None:
        form = ChangelogForm.KEEPACHANGELOG
        if text.lstrip()[:1] in ("[", "{") and name.casefold().endswith(".json"):
            form = ChangelogForm.RELEASES
        elif fragments.is_changeset(text):
            form = ChangelogForm.CHANGESETS
    return _READERS[form](text, name, known)


def _decoded(data: bytes, name: str) -> str:
    """Raises SourceError."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        text = said("{name}:{line}: is not UTF-8 text; save it as UTF-8", name=name, line=line)
        raise SourceError(text) from None


def _changelog_in(folder: Path) -> Path | None:
    """The one changelog of a folder, such as that of a project."""
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.suffix in _WORDS and path.stem.casefold() in _CHANGELOGS:
            return path
    return None


def _has_changesets(folder: Path) -> bool:
    return folder.name == ".changeset" or any(
        fragments.is_changeset(path.read_text("utf-8", errors="replace"))
        for path in sorted(folder.glob("*.md"))[:20]
    )


def _read_folder(
    folder: Path, known: Mapping[str, str], form: ChangelogForm
) -> Iterator[ChangeBatch]:
    """Each file below a folder; one that is about the folder, or holds no words, is told of."""
    for path in sorted(folder.rglob("*")):
        name = str(path)
        if not path.is_file() or path.name.startswith("."):
            continue
        if path.suffix not in _WORDS and not _is_fragment(path):
            note = Problem(name, 0, said("is not a fragment, so it was left out"))
            yield ChangeBatch((), (note,))
        elif path.stem.casefold() in _ABOUT:
            note = Problem(name, 0, said("is about this folder, so it was left out"))
            yield ChangeBatch((), (note,))
        else:
            text = clean_text(_decoded(source.read(name), name))
            yield _READERS[form](text, name, known)


def _is_fragment(path: Path) -> bool:
    """Whether an ending is a kind of change, as in 123.bugfix or 123.feature.1."""
    ending = path.suffix.strip(".")
    return ending.isdigit() or (ending.isalpha() and ending not in _NO_WORDS)


_NO_WORDS = frozenset({"json", "toml", "yml", "yaml", "jinja", "lock", "png", "svg", "py", "html"})


def _joined(batches: Iterator[ChangeBatch]) -> ChangeBatch:
    found = list(batches)
    return ChangeBatch(
        tuple(change for batch in found for change in batch.changes),
        tuple(note for batch in found for note in batch.notes),
    )
