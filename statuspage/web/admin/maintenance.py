"""The form that announces planned work. Starting, ending and cancelling it are updates of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from statuspage.actions.given import Actor, refuse
from statuspage.actions.maintenance import schedule_maintenance
from statuspage.domain.incident import Incident
from statuspage.web.admin import choices
from statuspage.web.admin.fields import fields_of
from statuspage.web.admin.forms import FormPage, Values, rehearse
from statuspage.web.admin.published import landing_of, preview_of


class NewMaintenance(FormPage):
    """Announce planned work."""

    template = "new_maintenance.html"
    is_new = True

    def opening(self) -> Values:
        return {}

    def facts(self) -> Mapping[str, Any]:
        return {"components": choices.component_fields({}, ())}

    def publish(self, values: Values, actor: Actor) -> str:
        return landing_of(_schedule(values, actor), values, "scheduled")

    def preview(self, values: Values, actor: Actor) -> Markup:
        return preview_of(rehearse(lambda: _schedule(values, actor)))


def _schedule(values: Values, actor: Actor) -> Incident:
    given = fields_of(values)
    start, end = given.instant("from"), given.instant("until")
    for name, instant in (("from", start), ("until", end)):
        if instant is None:
            given.faults.setdefault(name, "Give the time; it is empty.")
    refuse(given.faults)
    assert start is not None  # noqa: S101 refused above
    assert end is not None  # noqa: S101
    return schedule_maintenance(
        values.get("title", ""),
        values.get("body", ""),
        start,
        end,
        given.chosen_components(),
        actor,
        owner=given.text("owner"),
    )
