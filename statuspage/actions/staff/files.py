"""Tells the audit log what somebody's files changed: settings as such, contents by their names."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from statuspage.actions.given import Actor
from statuspage.actions.staff.audit import note_act
from statuspage.config.reading.comparing import changed_settings
from statuspage.domain.desk.audit import Via
from statuspage.domain.vocabulary.entry import EntryKind

_MOST = 40


def owner_of(config: Path) -> Actor:
    """Whoever owns the file on this machine stands for whoever changed it."""
    try:
        return Actor(config.owner(), via=Via.FILES)
    except (KeyError, OSError):  # a number without a name
        return Actor(config.name, via=Via.FILES)


def note_files(actor: Actor, settings: tuple[str, str], **names: Sequence[str]) -> None:
    """Note what is other now: `settings` as JSON before and after, `names` as a sync tells them."""
    changes = changed_settings(*map(json.loads, settings))
    if changes:
        note_act(actor, "change settings", "config.toml", None, {"changes": changes})
    kinds = {kind.value for kind in EntryKind}
    files = {
        how: [name for name in told if name.partition("/")[0] in kinds]
        for how, told in names.items()
    }
    told = {how: [*found[:_MOST], *["…"][: len(found) - _MOST]] for how, found in files.items()}
    if any(told.values()):
        note_act(actor, "change files", "content/", None, told)
