"""The body that Statuspage's webhooks have of an incident or of planned work.

Its shape is that of the samples in "Enable webhook notifications":
https://support.atlassian.com/statuspage/docs/enable-webhook-notifications/
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from statuspage.domain.incidents.headline import Headline
from statuspage.domain.incidents.incident import Incident, Update
from statuspage.domain.vocabulary.site import Site
from statuspage.domain.vocabulary.states import Impact, Kind, Status
from statuspage.render.feeds.documents import Item
from statuspage.render.postmortem import told_text
from statuspage.render.statuspage import shapes
from statuspage.render.statuspage.shapes import Parts, stamp, stamp_or_none


def body(
    incident: Incident, parts: Parts, headline: Headline, generated_at: datetime, leave: str
) -> dict[str, Any]:
    """The event, in JSON types. `leave` is where nobody is told any more."""
    site = parts.site
    return {
        "meta": {
            "unsubscribe": leave,
            "documentation": site.address("/api"),
            "generated_at": stamp(generated_at),
        },
        "page": {
            "id": parts.page,
            "name": site.name,
            "url": site.address("/"),
            "status_indicator": headline.indicator.value,
            "status_description": headline.description,
        },
        "incident": _incident(site, incident, parts),
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


def _incident(site: Site, incident: Incident, parts: Parts) -> dict[str, Any]:
    words = (one for one in reversed(incident.updates) if one.status is Status.POSTMORTEM)
    postmortem = next(words, None)
    return {
        **shapes.incident(parts, incident),
        "impact_override": None,
        "backfilled": incident.is_added_afterwards,
        "scheduled_for": stamp_or_none(incident.scheduled_for),
        "scheduled_until": stamp_or_none(incident.scheduled_until),
        "scheduled_remind_prior": False,
        "scheduled_reminded_at": None,
        "scheduled_auto_in_progress": False,
        "scheduled_auto_completed": False,
        "postmortem_body": told_text(postmortem, incident, site) if postmortem else None,
        "postmortem_body_last_updated_at": stamp_or_none(
            postmortem.updated_at if postmortem else None
        ),
        "postmortem_published_at": stamp_or_none(postmortem.entered_at if postmortem else None),
        "postmortem_ignored": False,
        "postmortem_notified_subscribers": postmortem is not None,
        "postmortem_notified_twitter": False,
        "incident_updates": [_update(parts, incident, one) for one in incident.updates],
    }


def _update(parts: Parts, incident: Incident, update: Update) -> dict[str, Any]:
    return {
        **shapes.update(parts, incident, update),
        "wants_twitter_update": False,
        "twitter_updated_at": None,
    }
