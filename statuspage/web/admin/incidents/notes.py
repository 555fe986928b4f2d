"""The form that corrects a private note; the former words stay beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from statuspage.actions.given import Actor
from statuspage.actions.staff.notes import correct_private_note
from statuspage.domain.desk.draft import PrivateNote
from statuspage.site.form import Values
from statuspage.store.desk import drafts
from statuspage.store.incidents import incidents
from statuspage.web.admin.writing.forms import FormPage


class CorrectNote(FormPage):
    """Correct a private note on an incident."""

    template = "correct_note.html"
    is_at_once = True

    def __init__(self, key: str, note: int) -> None:
        self._key = key
        self._note = note

    def opening(self) -> Values:
        return {"note": self._read().text}

    def facts(self) -> Mapping[str, Any]:
        return {"incident": incidents.by_key(self._key), "former": self._read()}

    def publish(self, values: Values, actor: Actor) -> str:
        correct_private_note(self._key, self._note, values.get("note", ""), actor)
        return f"/admin/incidents/{self._key}?done=noted#notes"

    def preview(self, values: Values, actor: Actor) -> Markup:  # noqa: ARG002 nothing is public
        return Markup('<p class="kept" dir="auto">{}</p>').format(escape(values.get("note", "")))

    def _read(self) -> PrivateNote:
        return drafts.note_on(incidents.by_key(self._key).number, self._note)
