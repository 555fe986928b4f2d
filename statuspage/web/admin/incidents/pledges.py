"""The form for a promise made after an incident: it is done, takes longer, or is taken back."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from markupsafe import Markup

from statuspage.actions.given import Actor, refuse
from statuspage.actions.incidents.pledges import extend_pledge, keep_pledge, withdraw_pledge
from statuspage.domain.promises.pledge import Pledge
from statuspage.said import said
from statuspage.site import catalogue
from statuspage.site.form import Values
from statuspage.site.promises import pledged
from statuspage.store import db
from statuspage.store.incidents import pledges
from statuspage.web.admin import pages
from statuspage.web.admin.writing.choices import Choice
from statuspage.web.admin.writing.fields import fields_of
from statuspage.web.admin.writing.forms import FormPage


class _Becomes(StrEnum):
    DONE = "done"
    EXTENDED = "extended"
    WITHDRAWN = "withdrawn"


_CHOICES = [
    Choice(_Becomes.DONE, said("It is done"), said("with a link that shows it")),
    Choice(
        _Becomes.EXTENDED,
        said("It takes longer"),
        said("it still counts as late against the first day"),
    ),
    Choice(
        _Becomes.WITHDRAWN, said("We withdraw it"), said("it stays counted; when late, as broken")
    ),
]


class ChangePledge(FormPage):
    """Say in public what becomes of a promise."""

    template = "pledge.html"

    def __init__(self, key: str) -> None:
        self._key = key

    def opening(self) -> Values:
        return {"becomes": _Becomes.DONE}

    def facts(self) -> Mapping[str, Any]:
        pledge = pledges.by_key(self._key)
        [view] = pledged.views(catalogue.present(), [pledge])
        return {"pledges": [view], "pledge": pledge, "choices": _CHOICES}

    def publish(self, values: Values, actor: Actor) -> str:
        changed = self._change(values, actor)
        if changed.sla:
            return "/admin?done=updated"
        return f"/admin/incidents/{changed.incident}?done=updated"

    def preview(self, values: Values, actor: Actor) -> Markup:
        shown = db.rehearse(
            lambda: pledged.views(catalogue.present(), [self._change(values, actor)])
        )
        with db.snapshot():
            return Markup(pages.render("_pledge_preview.html", pledges=shown))  # noqa: S704

    def _change(self, values: Values, actor: Actor) -> Pledge:
        given = fields_of(values)
        becomes = given.choice("becomes", _Becomes)
        due = given.day_end("due") if becomes is _Becomes.EXTENDED else None
        if becomes is None:
            given.faults.setdefault("becomes", said("Choose one from the list."))
        elif becomes is _Becomes.EXTENDED and due is None:
            given.faults.setdefault("due", said("Give the new day."))
        refuse(given.faults)
        if due is not None:
            return extend_pledge(self._key, due, given.text("reason"), actor)
        if becomes is _Becomes.WITHDRAWN:
            return withdraw_pledge(self._key, given.text("reason"), actor)
        return keep_pledge(self._key, given.text("evidence"), actor)
