"""Take changes from other changelogs as drafts: each once, however often its changelog is read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.domain.desk.draft import Draft
from statuspage.domain.desk.entry_form import fields_of, path_of
from statuspage.domain.desk.imported_change import (
    ChangeBatch,
    ChangesTaken,
    ImportedChange,
    identities,
)
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.progress import Progress, Stage, quietly
from statuspage.said import said
from statuspage.store import db, keys
from statuspage.store.desk import drafts
from statuspage.store.published import entries
from statuspage.store.settings import current_settings

_STEP = 100  # drafts in one transaction


def take_changes(batch: ChangeBatch, actor: Actor, progress: Progress = quietly) -> ChangesTaken:
    """Keep each change that is not known yet as a draft of a changelog entry.

    One is known that was imported before, even if its draft was discarded, and one that is
    published with the same title and version. What had no release when it was imported is known
    when it has one; its draft gains the version and the day. Raises StoreError.
    """
    named = list(zip(batch.changes, identities(batch.changes), strict=True))
    named.reverse()  # the oldest first, as changelogs begin with the newest
    taken = known = dated = 0
    for start in range(0, len(named), _STEP):
        progress(Stage(said("Taking changes"), start, len(named)))
        with db.transaction():
            published = entries.titles_of(EntryKind.CHANGELOG)
            for change, (identity, former) in named[start : start + _STEP]:
                found = drafts.imported([identity, former])
                if identity not in found and former in found:
                    drafts.rename_imported(former, identity)
                    dated += _dated(found[former], change)
                    known += 1
                elif found or (change.title, change.version) in published:
                    known += 1
                else:
                    drafts.remember_imported(identity, _kept(change, actor))
                    taken += 1
    progress(Stage(said("Taking changes"), len(named), len(named)))
    return ChangesTaken(taken, known, dated)


def _kept(change: ImportedChange, actor: Actor) -> str:
    """A change as a new draft; returns its key."""
    now = clock.now()
    filled = {name: text for name, text in fields_of(change.front).items() if text}
    draft = Draft(
        key=keys.new_key(),
        path=path_of(EntryKind.CHANGELOG),
        label=said("draft.new_change"),
        fields={**filled, "body": change.body},
        writers=(actor.name,),
        version=1,
        saved_at=now,
        waits_since=now if current_settings().desk.approval else None,
        source=change.place,
    )
    drafts.put(draft)
    return draft.key


def _dated(key: str, change: ImportedChange) -> int:
    """Give a draft the release that its change came with; 0 where there is nothing to give."""
    if not drafts.existing([key]):
        return 0
    draft = drafts.by_key(key)
    missing = {"version": change.version, "date": change.day}
    gained = {name: text for name, text in missing.items() if text and not draft.fields.get(name)}
    if not gained:
        return 0
    fields = {**draft.fields, **gained}
    drafts.put(replace(draft, fields=fields, version=draft.version + 1))
    return 1


def known_components(names: Collection[tuple[str, str]]) -> dict[str, str]:
    """The id of each component by its id and by its name, in small letters."""
    by_name = {name.casefold(): key for key, name in names}
    return by_name | {key.casefold(): key for key, _ in names}
