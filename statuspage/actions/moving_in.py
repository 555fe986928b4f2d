"""An export taken into a store that has none of it: all of its rows, and the record goes on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from statuspage import clock
from statuspage.actions.files import digest_of
from statuspage.actions.given import Actor
from statuspage.actions.listening.answer_time import answer_time
from statuspage.actions.rendering import render_anew
from statuspage.actions.staff.audit import note_act
from statuspage.actions.sync import SiteFiles, SyncReport, publish_files
from statuspage.config import Settings
from statuspage.content.files import ContentFile
from statuspage.content.markdown import to_html
from statuspage.domain.listening.course import carried
from statuspage.domain.moving.manifest import Manifest
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.errors import Conflict
from statuspage.progress import Progress, Stage, quietly
from statuspage.said import said
from statuspage.store import db, settings
from statuspage.store.exported import writing
from statuspage.store.exported.tables import TABLES
from statuspage.store.measured import slas
from statuspage.store.published import components, entries, record

Rows = Callable[[str], Iterable[Mapping[str, Any]]]
"""The rows of a file, by its name without an ending."""


@dataclass(frozen=True)
class MovedIn:
    """What was taken."""

    rows: int
    entries: int  # of the record
    synced: SyncReport  # what config.toml and content/ say besides


def is_empty() -> bool:
    """Whether the open store holds nothing that an export would bring."""
    with db.snapshot():
        return writing.is_empty()


def holds(manifest: Manifest) -> bool:
    """Whether the record of the open store holds that of an export, entry by entry."""
    with db.snapshot():
        if record.size() < manifest.entries:
            return False
        return record.root(manifest.entries).hex() == manifest.root


def move_in(
    manifest: Manifest,
    rows: Rows,
    read_files: Callable[[], SiteFiles],
    actor: Actor,
    progress: Progress = quietly,
) -> MovedIn:
    """Take all rows, and then what config.toml and content/ say; all of it or nothing.

    Nobody is told anything of it. Raises Conflict where the settings are those of another site, or
    the record is not whole; StoreError; and what `rows` and `read_files` raise.
    """
    now = clock.now()
    with db.transaction():
        taken = _put(manifest, rows, progress)
        settings.write(settings.TAG_HOST, manifest.tag_host)
        if manifest.record_cut:
            settings.write(settings.RECORD_CUT, manifest.record_cut)
        render_anew(all_of_it=True)
        writing.render_letters(to_html)
        files = read_files()
        _require_the_same_site(files.settings)
        for file in files.content.files:
            _adopt(file, files.settings, now)
        note_act(actor, "import", f"import/{manifest.origin}", None, {"taken": taken})
        synced = publish_files(files, actor)
    return MovedIn(taken, manifest.entries, synced)


def _put(manifest: Manifest, rows: Rows, progress: Progress) -> int:
    taken, total = 0, sum(one.rows or 0 for one in manifest.files.values())
    for table in TABLES:
        taken += writing.put(table, rows(table.file))
        progress(Stage(said("Importing"), taken, total))
    writing.number_on()
    if writing.complete_the_record().hex() != manifest.root:
        raise Conflict(said("The record is not the one that was exported: its root is another."))
    return taken


def _require_the_same_site(wanted: Settings) -> None:
    """Whatever config.toml does not name is withdrawn: another site's would withdraw all."""
    listed = {one.id for one in components.listed()}
    promised = {one.sla for one in slas.current() if not one.is_withdrawn}
    _require("components", listed, {one.id for one in wanted.components})
    _require("slas", promised, {one.id for one in wanted.slas})


def _require(table: str, exported: Collection[str], named: Collection[str]) -> None:
    if missing := sorted({*exported} - {*named}):
        raise Conflict(
            said(
                "config.toml is that of another site: it lacks [[{table}]] {missing}. Take the "
                "config.toml and content/ of the export in its place.",
                table=table,
                missing=missing,
            )
        )


def _adopt(file: ContentFile, wanted: Settings, now: datetime) -> None:
    """Know a file that says just what its entry says: it is no change of it."""
    entry = entries.by_slugs(file.kind, [file.slug]).get(file.slug)
    if entry is not None and entry.file == file.path and _says(file, entry, wanted, now):
        entries.change(file.kind, file.slug, digest=digest_of(file, ""))


def _says(file: ContentFile, entry: Entry, wanted: Settings, now: datetime) -> bool:
    own = (file.title, file.at or entry.at, file.body, file.translations.wordings)
    told = file.data
    if file.kind is EntryKind.OUTCOME:
        told = carried(told, entry.details, now, answer_time(wanted))
    return own == (entry.title, entry.at, entry.body, entry.wordings) and dict(told) == dict(
        entry.details
    )
