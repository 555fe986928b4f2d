"""One public word of an incident or a maintenance. Who wrote it is for staff, and not in it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from statuspage.domain.incidents.incident import Change, Update
from statuspage.domain.record.codec import (
    MESSAGE,
    Field,
    RecordKind,
    Shown,
    choice,
    dated,
    instant,
    rows,
    text,
)
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.said import said


def _said(change: Change) -> dict[str, str]:
    return {
        "component": change.component,
        "declared": change.declared.value,
        "old": change.old.value,
        "new": change.new.value,
    }


def _change(said: dict[str, Any]) -> Change:
    """Its component is known by its id; the name is told by the entries of the component."""
    states = {name: ComponentState(said[name]) for name in ("declared", "old", "new")}
    return Change(said["component"], said["component"], **states)


UPDATE = RecordKind(
    "update",
    said("Update"),
    Update,
    (
        text("body"),
        text("said", MESSAGE, Shown.MESSAGE, absent=None),
        text("erased", MESSAGE, Shown.MESSAGE, absent=None),
        text("changes", rows(_said, _change), Shown.STATES),
        Field("incident", is_beside=True),
        Field("status", choice(Status), Shown.NAME),
        instant("at", Shown.TIME),
        instant("entered_at"),
        instant("updated_at"),
        instant("next_due", Shown.TIME),
        instant("withdrawn_at", Shown.TIME),
        instant("first_at", absent=None),
        Field("is_imported", absent=False),
    ),
    names=("key",),
    path="/incidents/{incident}#update-{name}",
    title="body",
    news_until=dated("at", timedelta(hours=1)),
)
