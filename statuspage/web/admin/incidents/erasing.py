"""The form that erases personal data from something published; for admins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from statuspage.actions.erasure import copies_of, erase, replaceable
from statuspage.actions.given import Actor
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.errors import InvalidInput
from statuspage.render.record import about
from statuspage.said import said
from statuspage.site.form import Values
from statuspage.store import db
from statuspage.store.published import record
from statuspage.store.settings import site
from statuspage.web.admin.writing.forms import FormPage
from statuspage.web.language import speaker

_TEXT = "text:"
_NOTHING_YET = said("Nothing is erased yet. It cannot be undone, so read it once more.")


class Erase(FormPage):
    """Blank the former texts of a subject, and put others where they stand."""

    template = "erase.html"
    is_at_once = True

    def __init__(self, subject: str) -> None:
        self._subject = subject

    def opening(self) -> Values:
        return {_TEXT + name: text for name, text in replaceable(self._subject).items()}

    def facts(self) -> Mapping[str, Any]:
        texts = [(_TEXT + name, name) for name in replaceable(self._subject)]
        entry = record.newest([self._subject])[self._subject]
        copies = copies_of(self._subject)
        return {"texts": texts, "subject": about(entry), "copies": copies}

    def publish(self, values: Values, actor: Actor) -> str:
        with db.snapshot():
            standing = replaceable(self._subject)
            zone = site().zone
            entry = record.newest([self._subject])[self._subject]
        words = {
            name: values[_TEXT + name]
            for name, text in standing.items()
            if values.get(_TEXT + name, text).strip() != text.strip()
        }
        try:
            erase(self._subject, words, values.get("reason", ""), actor, zone=zone)
        except InvalidInput as error:
            faults = {n if n == "reason" else _TEXT + n: t for n, t in error.faults.items()}
            raise InvalidInput(faults) from error
        kind, _, name = self._subject.partition("/")
        if self._subject == UPDATE.subject(name):
            kind, name = "incident", str(entry.leaf.facts["incident"])
        folder = "incidents" if kind == "incident" else kind
        is_in_desk = folder in ("incidents", "changelog", "outcomes", "notices", "stories")
        return f"/admin/{folder}/{name}?done=erased" if is_in_desk else "/admin"

    def preview(self, values: Values, actor: Actor) -> Markup:  # noqa: ARG002
        return Markup("<p>{}</p>").format(speaker().say(_NOTHING_YET))
