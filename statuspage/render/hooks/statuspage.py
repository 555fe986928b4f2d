"""The body that Statuspage's webhooks have of an incident or of planned work.

Its shape is that of the samples in "Enable webhook notifications":
https://support.atlassian.com/statuspage/docs/enable-webhook-notifications/
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from statuspage.domain.incidents.headline import Headline
from statuspage.domain.incidents.incident import Change, Incident, Update
from statuspage.domain.vocabulary.site import Component, Site
from statuspage.domain.vocabulary.states import ComponentState, Impact, Kind, Status
from statuspage.render.feeds.documents import Item
from statuspage.render.postmortem import told_text

_WELL = ComponentState.OPERATIONAL
_STATUSES = {Status.FALSE_ALARM: Status.RESOLVED, Status.CANCELLED: Status.COMPLETED}
"""Ours that strict readers do not know, by those that they do."""


@dataclass(frozen=True)
class WholePage:
    """The state of the whole, and its components in the order of the page."""

    headline: Headline
    components: Sequence[Component]
    states: Mapping[str, ComponentState]  # as the page shows them now, by the id


def body(
    site: Site, incident: Incident, whole: WholePage, generated_at: datetime, leave: str
) -> dict[str, Any]:
    """The event, in JSON types. `leave` is where nobody is told any more."""
    return {
        "meta": {
            "unsubscribe": leave,
            "documentation": site.address("/api"),
            "generated_at": _stamp(generated_at),
        },
        "page": {
            "id": page_id(site),
            "name": site.name,
            "url": site.address("/"),
            "status_indicator": whole.headline.indicator.value,
            "status_description": whole.headline.description,
        },
        "incident": _incident(site, incident, whole),
    }


def test_incident(item: Item) -> Incident:
    """A word to try a hook, as an incident of nothing: there is no other form for it."""
    at = item.published
    word = Update(
        key="test",
        status=Status.RESOLVED,
        body=item.text,
        html=item.html,
        at=at,
        entered_at=at,
        updated_at=at,
        author="",
        next_due=None,
        keeps_status=False,
    )
    return Incident(
        number=0,
        key="test",
        kind=Kind.INCIDENT,
        title=item.title,
        status=Status.RESOLVED,
        impact=Impact.NONE,
        owner="",
        started_at=at,
        entered_at=at,
        updated_at=at,
        resolved_at=at,
        next_due=None,
        impact_from=None,
        impact_until=None,
        scheduled_for=None,
        scheduled_until=None,
        origin="",
        updates=(word,),
        components=(),
        declared={},
    )


def page_id(site: Site) -> str:
    """Twelve signs that stay, as ids there have."""
    return sha256(site.tag_host.encode()).hexdigest()[:12]


def _incident(site: Site, incident: Incident, whole: WholePage) -> dict[str, Any]:
    known = {one.id: (place, one) for place, one in enumerate(whole.components, start=1)}
    oldest_first = incident.updates[::-1]
    monitoring = next((one.at for one in oldest_first if one.status is Status.MONITORING), None)
    postmortem = next((one for one in oldest_first if one.status is Status.POSTMORTEM), None)
    published = postmortem.entered_at if postmortem else None
    return {
        "id": incident.key,
        "page_id": page_id(site),
        "name": incident.title,
        "status": _status(incident.status),
        "impact": incident.impact.value,
        "impact_override": None,
        "shortlink": site.address(incident.path),
        "backfilled": incident.is_added_afterwards,
        "started_at": _stamp(incident.started_at),
        "created_at": _stamp(incident.entered_at),
        "updated_at": _stamp(incident.updated_at),
        "monitoring_at": _stamp_or_none(monitoring),
        "resolved_at": _stamp_or_none(incident.resolved_at),
        "scheduled_for": _stamp_or_none(incident.scheduled_for),
        "scheduled_until": _stamp_or_none(incident.scheduled_until),
        "scheduled_remind_prior": False,
        "scheduled_reminded_at": None,
        "scheduled_auto_in_progress": False,
        "scheduled_auto_completed": False,
        "postmortem_body": told_text(postmortem, incident, site) if postmortem else None,
        "postmortem_body_last_updated_at": _stamp_or_none(
            postmortem.updated_at if postmortem else None
        ),
        "postmortem_published_at": _stamp_or_none(published),
        "postmortem_ignored": False,
        "postmortem_notified_subscribers": postmortem is not None,
        "postmortem_notified_twitter": False,
        "incident_updates": [_update(site, incident, one, known) for one in incident.updates],
        "components": [
            _component(site, incident, *known[key], whole.states.get(key, _WELL))
            for key, _ in incident.components
            if key in known
        ],
    }


_Known = dict[str, tuple[int, Component]]


def _update(site: Site, incident: Incident, update: Update, known: _Known) -> dict[str, Any]:
    return {
        "id": update.key,
        "incident_id": incident.key,
        "status": _status(update.status),
        "body": told_text(update, incident, site),
        "created_at": _stamp(update.entered_at),
        "updated_at": _stamp(update.updated_at),
        "display_at": _stamp(update.at),
        "affected_components": [_affected(one, known) for one in update.changes] or None,
        "deliver_notifications": True,
        "wants_twitter_update": False,
        "twitter_updated_at": None,
        "custom_tweet": None,
        "tweet_id": None,
    }


def _affected(change: Change, known: _Known) -> dict[str, Any]:
    group = known[change.component][1].group_name if change.component in known else ""
    return {
        "code": change.component,
        "name": f"{group} - {change.name}" if group else change.name,
        "old_status": change.old.value,
        "new_status": change.new.value,
    }


def _component(
    site: Site, incident: Incident, place: int, one: Component, state: ComponentState
) -> dict[str, Any]:
    return {
        "id": one.id,
        "page_id": page_id(site),
        "group_id": one.group,
        "name": one.name,
        "description": one.description or None,
        "status": state.value,
        "position": place,
        "showcase": True,
        "start_date": one.incidents_since.isoformat() if one.incidents_since else None,
        "group": False,
        "only_show_if_degraded": False,
        "created_at": _stamp(one.added_at),
        "updated_at": _stamp(max(one.added_at, incident.updated_at)),
    }


def _status(status: Status) -> str:
    return _STATUSES.get(status, status).value


def _stamp(instant: datetime) -> str:
    """With milliseconds, which some readers take for granted."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _stamp_or_none(instant: datetime | None) -> str | None:
    return None if instant is None else _stamp(instant)
