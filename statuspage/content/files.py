"""Reads the folders of content/. A broken file is a problem of its own and hides no other."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from statuspage.config import Settings
from statuspage.config.faults import faults_of, hint
from statuspage.config.reading.locate import line_at
from statuspage.content.comments import without_comments
from statuspage.content.front_matter import FrontMatterError, Parsed, parse
from statuspage.content.fronts import FrontMatter
from statuspage.content.kinds import (
    MODELS,
    cross_faults,
    details,
    misplaced,
    moment_faults,
    stands_at,
)
from statuspage.content.markdown import to_html
from statuspage.content.reading import escaped, file_fault, read_bytes, text_of
from statuspage.content.translations import (
    NONE,
    Named,
    Translations,
    named,
    read_translations,
    without_original,
)
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.errors import ConfigError, Problem
from statuspage.said import said

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
_NEEDS_BODY = (EntryKind.PAGE, EntryKind.AGREEMENT, EntryKind.TEMPLATE)


@dataclass(frozen=True)
class ContentFile:
    """One file, read and found good."""

    kind: EntryKind
    slug: str
    path: str  # "content/changelog/2026-11-20-faster-search.md"
    sha256: str  # of its bytes, in hexadecimal digits
    title: str
    at: datetime | None  # UTC; None where the file states no date
    data: Mapping[str, Any]  # the other keys of its front matter, defaults filled in, in JSON types
    body: str  # Markdown
    html: str
    translations: Translations = NONE
    front: Mapping[str, Any] = field(default_factory=dict, compare=False)  # as it stands there


@dataclass(frozen=True)
class Scan:
    """All good files, and all faults of the others."""

    files: list[ContentFile]
    problems: list[Problem]

    @property
    def count(self) -> int:
        """How many files are good, translations among them."""
        return len(self.files) + sum(len(file.translations.sha256) for file in self.files)


def scan(
    content_dir: Path, settings: Settings, now: datetime, answers: Collection[str] = ()
) -> Scan:
    """Read every Markdown file below content/. A folder that does not exist is an empty one.

    A file that stands at a day after `now` is a fault; so is a change that names an answer which
    is neither in outcomes/ nor one of `answers`, those that are published.
    """
    found = Scan([], [])
    paths = [*_candidates(content_dir)]
    outcomes = content_dir / EntryKind.OUTCOME
    known = {*answers, *(path.stem for path in paths if path.parent == outcomes)}
    further: list[tuple[Path, Named]] = []
    for path in paths:
        name = named(path, _name(content_dir, path))
        if name is not None:
            further.append((path, name))
            continue
        try:
            found.files.append(_read(content_dir, path, settings, now, known))
        except ConfigError as error:
            found.problems.extend(error.problems)
    return _with_translations(content_dir, found, further, settings)


def _with_translations(
    content_dir: Path, found: Scan, further: list[tuple[Path, Named]], settings: Settings
) -> Scan:
    """The same with what each original says in further languages."""
    broken = {problem.file for problem in found.problems}
    good = {file.path for file in found.files}
    faults = [*found.problems]
    for _, name in further:
        if name.original not in good | broken:
            faults += without_original(name, settings.site)
    files = []
    for file in found.files:
        mine = [(path, name) for path, name in further if name.original == file.path]
        told = read_translations(content_dir, file.kind, file.front, mine, settings.site)
        faults += told.problems
        files.append(replace(file, translations=told))
    return Scan(files, sorted(faults))


def _candidates(content_dir: Path) -> Iterator[Path]:
    """Markdown files at any depth; README.md at the top speaks to staff only."""
    # The first two find what lies behind links, too, which is refused by name then.
    found = {path for depth in ("*.md", "*/*.md", "**/*.md") for path in content_dir.glob(depth)}
    for path in sorted(found):
        is_hidden = any(part.startswith(".") for part in path.relative_to(content_dir).parts)
        if not is_hidden and path != content_dir / "README.md" and not path.is_dir():
            yield path


def _read(
    content_dir: Path, path: Path, settings: Settings, now: datetime, answers: Collection[str]
) -> ContentFile:
    """Raises ConfigError with all faults of this file."""
    name = _name(content_dir, path)
    kind = _kind(content_dir, path, name)
    misnamed = _misnamed(path, name)
    try:
        data = read_bytes(content_dir, path, name)
        parsed, values = _values(kind, text_of(data, name), name, settings, now, answers)
    except ConfigError as error:
        raise ConfigError([*misnamed, *error.problems]) from None
    if misnamed:
        raise ConfigError(misnamed)
    zone = ZoneInfo(settings.site.timezone)
    # Templates are for writers, who may leave notes to one another there.
    is_public = kind is not EntryKind.TEMPLATE
    body = without_comments(parsed.body) if is_public else parsed.body
    return ContentFile(
        kind=kind,
        slug=path.stem,
        path=name,
        sha256=hashlib.sha256(data).hexdigest(),
        title=values.title,
        at=stands_at(values, zone),
        data=details(values, zone),
        body=body,
        html=to_html(body),
        front=parsed.values,
    )


def _name(content_dir: Path, path: Path) -> str:
    return "/".join(("content", *path.relative_to(content_dir).parts))


def _kind(content_dir: Path, path: Path, name: str) -> EntryKind:
    *folders, _ = path.relative_to(content_dir).parts
    folder = folders[0] if folders else ""
    if folder not in list(EntryKind):
        better = hint(folder, EntryKind)
        if not folder:
            raise file_fault(name, 0, said("is in no folder; {hint}", hint=better))
        text = said('"{folder}" is not a folder of content/; {hint}', folder=folder, hint=better)
        raise file_fault(name, 0, text)
    if len(folders) > 1:
        raise file_fault(
            name, 0, said("is one folder too deep; move it to content/{folder}/", folder=folder)
        )
    return EntryKind(folder)


def _misnamed(path: Path, name: str) -> list[Problem]:
    """The fault of a name that cannot stand in an address; what the file says is read all the same,
    so that all its faults are told at once."""
    if _SLUG.fullmatch(path.stem):
        return []
    mended = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")[:100] or "a-name"
    text = said("cannot stand in an address; rename it, for example to {mended}.md", mended=mended)
    return [Problem(name, 0, text)]


def _values(
    kind: EntryKind,
    text: str,
    name: str,
    settings: Settings,
    now: datetime,
    answers: Collection[str],
) -> tuple[Parsed, FrontMatter]:
    try:
        parsed = parse(text)
    except FrontMatterError as error:
        raise file_fault(name, error.line, error.text) from None
    components = [component.id for component in settings.components]
    faults = [*parsed.doubles, *escaped(parsed.values)]
    faults += cross_faults(
        kind, parsed.values, components, answers, [sla.id for sla in settings.slas]
    )
    faults += misplaced(kind, Path(name).stem, parsed.values)
    values: FrontMatter | None = None
    try:
        values = MODELS[kind].model_validate(parsed.values)
        faults += moment_faults(values, ZoneInfo(settings.site.timezone), now)
    except ValidationError as error:
        faults += faults_of(error, MODELS[kind])
    problems = [
        Problem(name, line_at(parsed.lines, fault.path) or 1, fault.text) for fault in faults
    ]
    if kind in _NEEDS_BODY and not parsed.body.strip():
        problems.append(Problem(name, 0, said("has no text below its front matter; add some")))
    if problems or values is None:
        raise ConfigError(problems)
    return parsed, values
