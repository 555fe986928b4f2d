"""The form that says a published update in a further language, too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from statuspage.actions.given import Actor
from statuspage.actions.incidents.amend import update_of
from statuspage.actions.incidents.translating import require_translatable, translate
from statuspage.actions.incidents.wordings import BODY, TITLE, field_of
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.wordings import further
from statuspage.errors import NotFound
from statuspage.said import Said, said
from statuspage.site.form import Values
from statuspage.store import db
from statuspage.store.incidents import incidents
from statuspage.store.settings import site
from statuspage.web.admin.published import preview_in
from statuspage.web.admin.writing.forms import FormPage


class Translate(FormPage):
    """Add an update in a further language."""

    template = "translate.html"

    def __init__(self, key: str, update: str, language: str) -> None:
        self._key = key
        self._update = update
        self._language = language

    def opening(self) -> Values:
        return {}

    def facts(self) -> Mapping[str, Any]:
        incident = incidents.by_key(self._key)
        update = update_of(incident, self._update)
        if self._language not in further(site()):
            raise NotFound(said("There is no language '{language}'.", language=self._language))
        require_translatable(update)
        return {"incident": incident, "update": update, "code": self._language}

    def label(self) -> Said:
        return said("draft.translation", title=incidents.by_key(self._key).title)

    def publish(self, values: Values, actor: Actor) -> str:
        return f"/admin{self._act(values, actor).path}?done=translated"

    def preview(self, values: Values, actor: Actor) -> Markup:
        incident = db.rehearse(lambda: self._act(values, actor))
        with db.snapshot():
            return preview_in(self._language, incident, self._update)

    def _act(self, values: Values, actor: Actor) -> Incident:
        texts = {name: values.get(field_of(name, self._language), "") for name in (TITLE, BODY)}
        return translate(self._key, self._update, self._language, texts, actor)
