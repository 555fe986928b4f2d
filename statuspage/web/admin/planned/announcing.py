"""The form that announces planned work. Starting, ending and cancelling it are updates of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from statuspage.actions.given import Actor, refuse
from statuspage.actions.incidents.wordings import texts_of
from statuspage.actions.maintenance.planned import schedule_maintenance
from statuspage.domain.desk.plain_language import ReadText
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.states import Kind, Status
from statuspage.said import Said, said
from statuspage.site.form import Values
from statuspage.web.admin.planned import repeating
from statuspage.web.admin.planned.steps import BY_ITSELF, TOLD, opening_steps, steps_of
from statuspage.web.admin.published import landing_of, previewed
from statuspage.web.admin.writing import hinting, parts
from statuspage.web.admin.writing.fields import fields_of, is_page_only
from statuspage.web.admin.writing.forms import FormPage


class NewMaintenance(FormPage):
    """Announce planned work."""

    template = "new_maintenance.html"
    is_new = True

    def opening(self) -> Values:
        return opening_steps()

    def facts(self) -> Mapping[str, Any]:
        return {
            "components": parts.component_fields({}, ()),
            "by_itself": BY_ITSELF,
            "told_steps": TOLD,
            **repeating.offers(),
        }

    def publish(self, values: Values, actor: Actor) -> str:
        return landing_of(_schedule(values, actor), values, "scheduled")

    def preview(self, values: Values, actor: Actor) -> Markup:
        return previewed(lambda: _schedule(values, actor))

    def label(self) -> Said:
        return said("draft.planned_work")

    def hints(self, values: Values) -> Markup:
        body, title = values.get("body", ""), values.get("title", "")
        return hinting.beside(ReadText(body, title, Kind.MAINTENANCE, Status.SCHEDULED))


def _schedule(values: Values, actor: Actor) -> Incident:
    given = fields_of(values)
    start, end = given.instant("from"), given.instant("until")
    if start is None:
        given.faults.setdefault("from", said("The start is empty; say when it begins."))
    if end is None:
        given.faults.setdefault("until", said("The end is empty; say when it ends."))
    steps = steps_of(given)
    repeat = repeating.repeat_of(given, start, end) if start and end and start < end else None
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
        steps=steps,
        repeat=repeat,
        texts=texts_of(values),
        is_page_only=is_page_only(values),
    )
