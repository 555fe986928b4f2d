"""One public word of an incident or a maintenance. Who wrote it is for staff, and not in it.

The sections of a postmortem are one text in JSON: {"cause", the texts by name, "clocks"}.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from statuspage.domain.incidents.cause import Cause
from statuspage.domain.incidents.clocks import Clocks
from statuspage.domain.incidents.incident import Change, Update
from statuspage.domain.incidents.postmortem import SECTIONS, Sections
from statuspage.domain.record.codec import (
    INSTANT,
    MESSAGE,
    WORDINGS,
    Field,
    RecordKind,
    Shape,
    Shown,
    choice,
    dated,
    instant,
    rows,
    text,
)
from statuspage.domain.record.recorded import canonical
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.domain.vocabulary.wordings import NOT_TRANSLATED
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


def _clocks(kept: dict[str, Any] | None) -> Clocks | None:
    if kept is None:
        return None
    return Clocks(**kept | {name: INSTANT.load(kept[name]) for name in ("start", "end")})


def dump_sections(told: Sections) -> dict[str, Any]:
    """The sections of a postmortem in JSON types; what follows from others is left out."""
    found: dict[str, Any] = {"cause": told.cause.value, **told.texts}
    if told.clocks is not None:
        instants = {name: INSTANT.dump(getattr(told.clocks, name)) for name in ("start", "end")}
        found["clocks"] = vars(told.clocks) | instants
    return found


def load_sections(kept: dict[str, Any]) -> Sections:
    """Read them back. Raises KeyError, TypeError, ValueError."""
    texts = {name: str(kept[name]) for name in SECTIONS if name in kept}
    told = Sections(Cause(kept["cause"]), clocks=_clocks(kept.get("clocks")))
    return told.with_texts(texts, {})


_SECTIONS = Shape(
    lambda told: canonical(dump_sections(told)).decode(),
    lambda text: load_sections(json.loads(text)) if text else None,  # it was erased
)

UPDATE = RecordKind(
    "update",
    said("Update"),
    Update,
    (
        text("body"),
        text("said", MESSAGE, Shown.MESSAGE, absent=None),
        text("erased", MESSAGE, Shown.MESSAGE, absent=None),
        text("sections", _SECTIONS, Shown.SECTIONS, absent=None),
        text("wordings", WORDINGS, Shown.WORDINGS, absent=NOT_TRANSLATED),
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
        Field("is_page_only", absent=False),
    ),
    names=("key",),
    path="/incidents/{incident}#update-{name}",
    title="body",
    news_until=dated("at", timedelta(hours=1)),
)
