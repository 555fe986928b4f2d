"""Prepared texts in what programs hand in: taken where a body says nothing, their gaps filled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from statuspage.actions.incidents.beginning import began
from statuspage.actions.incidents.wordings import field_of, still_spoken
from statuspage.config import parse_duration
from statuspage.content.templates import fill, variables
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.errors import InvalidInput, NotFound
from statuspage.said import said
from statuspage.site.api.bodies.incidents import Body, FurtherWords, IncidentBody, UpdateBody
from statuspage.store import db
from statuspage.store.published import components, entries
from statuspage.web.admin.incidents import felt
from statuspage.web.admin.writing import gaps

Handed = TypeVar("Handed", IncidentBody, UpdateBody)


def prepared(body: Handed, now: datetime, before: Incident | None = None) -> Handed:
    """A body with its template taken and its gaps filled, as far as they are known or given.

    Raises InvalidInput for a template that does not exist.
    """
    if body.template is None and not body.gaps:
        return body
    with db.snapshot():
        if body.template is not None:
            body = body.model_copy(update=_proposed(body, _template(body, before)))
        known = _known(body, now, before) | dict(body.gaps)
    filled: dict[str, Any] = {"body": fill(body.body, known)}
    filled["texts"] = {
        language: told.model_copy(
            update={
                "title": told.title and fill(told.title, gaps.known_in(language, known)),
                "body": fill(told.body, gaps.known_in(language, known)),
            }
        )
        for language, told in body.texts.items()
    }
    if isinstance(body, IncidentBody):
        filled["title"] = fill(body.title, known)
    return body.model_copy(update=filled)


def _template(body: Body, before: Incident | None) -> Entry:
    kind = "incident" if before is None else "update"
    try:
        found = entries.by_slug(EntryKind.TEMPLATE, body.template or "")
    except NotFound:
        found = None
    if found is not None and found.withdrawn_at is None and found.details.get("kind") == kind:
        return found
    known = [
        one.slug for one in entries.newest(EntryKind.TEMPLATE) if one.details.get("kind") == kind
    ]
    text = said(
        "There is no prepared text '{template}' for it. There are: {known}.",
        template=body.template,
        known=sorted(known) or said("none yet"),
    )
    raise InvalidInput({"template": text})


def _proposed(body: Body, template: Entry) -> dict[str, Any]:
    """What a template says where the body does not; its words stand below those of the body."""
    details, stated = template.details, body.model_fields_set
    words = [text for text in (body.body.rstrip(), template.body) if text]
    found: dict[str, Any] = {"body": "\n\n".join(words)}
    if "components" not in stated:
        states = details.get("components", {})
        found["components"] = {name: state for name, state in states.items() if state}
    if "status" not in stated and details.get("status"):
        found["status"] = details["status"]
    if "next_update" not in stated and details.get("next_update"):
        found["next_update"] = parse_duration(details["next_update"])
    texts = dict(body.texts)
    for language, told in still_spoken(template.wordings).items():
        given = texts.get(language, FurtherWords())
        title = told.get("title", "") if isinstance(body, IncidentBody) else ""
        texts[language] = FurtherWords(
            title=given.title or (title if variables(title) else None),
            body="\n\n".join(filter(None, (given.body.rstrip(), told.get("body", "")))),
        )
    found["texts"] = texts
    # The title of a template names it, unless it has gaps: then it is that of the incident.
    if isinstance(body, IncidentBody) and not body.title.strip() and variables(template.title):
        found["title"] = template.title
    return found


def _known(body: Body, now: datetime, before: Incident | None) -> dict[str, str]:
    """What fills gaps by itself, as in the forms of the desk."""
    texts = {"body": body.body, "title": ""}
    texts |= {field_of("body", language): told.body for language, told in body.texts.items()}
    if before is not None:
        names = [name for _, name in before.components]
        times: Mapping[str, datetime | None] = felt.times(before, now)
    else:
        listed = {one.id: one.name for one in components.listed()}
        names = [name for key, name in listed.items() if key in body.components]
        times = {"start": began(body.components, now) or now}
    given = {"start": body.impact_from, "end": body.impact_until}
    times = {**times, **{gap: at for gap, at in given.items() if at}}
    title = before.title if before else body.title if isinstance(body, IncidentBody) else ""
    texts["title"] = title if before is None else ""
    return dict(gaps.known(texts, title, names, times))
