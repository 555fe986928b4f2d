"""Words of programs that nobody published yet: drafts at the desk, in the fields of its forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from statuspage.actions.given import Actor
from statuspage.actions.incidents.posting import Publishing
from statuspage.actions.incidents.wordings import field_of
from statuspage.actions.staff.drafts import save_draft
from statuspage.domain.desk.entry_form import COMPONENT
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.times import parse_instant
from statuspage.said import Said, said
from statuspage.site.api.bodies.incidents import (
    Body,
    FurtherWords,
    IncidentBody,
    UpdateBody,
    instant_of,
    texts_of,
)
from statuspage.site.api.incident_shapes import KeptDraft
from statuspage.store import db
from statuspage.store.settings import current_settings, site
from statuspage.web.api.requests import Done

_MINUTE = timedelta(minutes=1)
_LONGEST = timedelta(days=31)  # that the form of the desk takes as a length
Kept = Callable[[], Done]


class Keepable(Protocol):
    """A body that may ask to be kept as a draft."""

    @property
    def draft(self) -> bool: ...


def is_asked(body: Keepable) -> bool:
    """Whether a person has to read it first: it says so itself, or the settings do of everybody."""
    with db.snapshot():
        return body.draft or current_settings().desk.approval


def of_incident(body: IncidentBody, now: datetime, ready: Publishing, actor: Actor) -> Kept:
    """What keeps a new incident as a draft. Raises as publishing it would."""
    fields = {"title": body.title, **_fields(body, now)}
    return kept("/admin/incidents/new", said("draft.new_incident"), fields, body, ready, actor)


def of_update(
    body: UpdateBody, now: datetime, before: Incident, ready: Publishing, actor: Actor
) -> Kept:
    """What keeps an update as a draft. Raises as publishing it would."""
    fields = _fields(body, now)
    with db.snapshot():
        fields["until"] = local(body.until, site().zone)
    fields["early_end"] = body.early_end or ""
    label = said("draft.update", title=before.title)
    return kept(f"/admin{before.path}", label, fields, body, ready, actor)


def of_work(fields: dict[str, str], body: Keepable, ready: Callable[[], Any], actor: Actor) -> Kept:
    """What keeps planned work as a draft. Raises as publishing it would."""
    return kept("/admin/maintenance/new", said("draft.planned_work"), fields, body, ready, actor)


def kept(
    path: str,
    label: Said,
    fields: dict[str, str],
    body: Keepable,
    ready: Callable[[], Any],
    actor: Actor,
) -> Kept:
    """What keeps the fields of a form as a draft; what cannot be published is refused before."""
    db.rehearse(ready)
    return partial(_keep, path, label, fields, body, actor)


def _keep(path: str, label: Said, fields: dict[str, str], body: Keepable, actor: Actor) -> Done:
    filled = {name: text for name, text in fields.items() if text}
    draft = save_draft(path, label, filled, actor, waits=not body.draft)
    url = f"{site().url}/admin/drafts/{draft.key}"
    told = KeptDraft(draft=draft.key, waits=draft.waits_since is not None, url=url)
    return Done(told.model_dump(mode="json"), 202)


def _fields(body: Body, now: datetime) -> dict[str, str]:
    """What the form of the desk has in its fields."""
    with db.snapshot():
        zone = site().zone
    cause = instant_of(body.root_cause_by, now)
    return {
        "body": body.body,
        **further_fields(body.texts),
        "status": body.status or "",
        **{COMPONENT + component: state for component, state in body.components.items()},
        "impact": body.impact or "",
        "owner": body.owner or "",
        "impact_from": local(body.impact_from, zone),
        "impact_until": local(body.impact_until, zone),
        "noticed_by": body.noticed_by or "",
        "first_report_at": local(body.first_report_at, zone),
        "posted_at": local(body.posted_at, zone),
        "page_only": "on" if body.page_only else "",
        "root_cause_by": f"{cause.astimezone(zone):%Y-%m-%d}" if cause else "",
        **_promised(body, local(instant_of(body.next_update, now), zone)),
    }


def further_fields(given: Mapping[str, FurtherWords]) -> dict[str, str]:
    """The fields of words in further languages."""
    return {
        field_of(name, language): text
        for language, texts in texts_of(given).items()
        for name, text in texts.items()
    }


def local(instant: datetime | None, zone: ZoneInfo) -> str:
    """A time as a field of the form reads it; with its offset in an hour that occurs twice."""
    if instant is None:
        return ""
    text = f"{instant.astimezone(zone):%Y-%m-%dT%H:%M:%S}".removesuffix(":00")
    return text if parse_instant(text, zone) == instant else instant.isoformat()


def _promised(body: Body, at: str) -> dict[str, str]:
    """A length of time counts from when a person publishes it."""
    length = body.next_update
    if length is None:
        return {"next_update": "none"}
    is_plain = isinstance(length, timedelta) and _MINUTE <= length <= _LONGEST
    if isinstance(length, timedelta) and is_plain and body.posted_at is None:
        return {"next_update": str(round(length / _MINUTE))}
    return {"next_update": "at", "next_at": at}
