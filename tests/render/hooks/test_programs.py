"""What programs are sent: Standard Webhooks' form, and Statuspage's with every key that it has."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from statuspage.domain.incidents.headline import Headline
from statuspage.domain.telling.news import NewsKind
from statuspage.domain.vocabulary.site import Component
from statuspage.domain.vocabulary.states import Impact, Status
from statuspage.render.feeds.documents import json_item
from statuspage.render.hooks import standard, statuspage
from statuspage.render.statuspage.shapes import Parts
from statuspage.said import said
from tests.render.facts import NOON, SITE, an_incident, an_update
from tests.render.hooks.told import PARTIAL, WELL, news, told_item, told_update

_API = Component("api", "API", "Calls", "core", NOON - timedelta(days=9), None, group_name="Core")
_HEADLINE = Headline(Impact.MAJOR, "Partial System Outage", said("API is partly out of service."))
_PARTS = Parts(SITE, [_API], {"api": PARTIAL}, {})
_INCIDENT_KEYS = {
    *("id", "page_id", "name", "status", "impact", "impact_override", "shortlink", "backfilled"),
    *("started_at", "created_at", "updated_at", "monitoring_at", "resolved_at"),
    *("scheduled_for", "scheduled_until", "scheduled_remind_prior", "scheduled_reminded_at"),
    *("scheduled_auto_in_progress", "scheduled_auto_completed"),
    *("postmortem_body", "postmortem_body_last_updated_at", "postmortem_published_at"),
    *("postmortem_ignored", "postmortem_notified_subscribers", "postmortem_notified_twitter"),
    *("incident_updates", "components"),
}
_UPDATE_KEYS = {
    *("id", "incident_id", "status", "body", "created_at", "updated_at", "display_at"),
    *("affected_components", "deliver_notifications", "wants_twitter_update"),
    *("twitter_updated_at", "custom_tweet", "tweet_id"),
}
_COMPONENT_KEYS = {
    *("id", "page_id", "group_id", "name", "description", "status", "position", "showcase"),
    *("start_date", "group", "only_show_if_degraded", "created_at", "updated_at"),
}


def test_standard_event_has_type_time_and_the_item_of_the_feeds() -> None:
    item = told_item()
    found = standard.news_body(SITE, (news(), item, {"id": "abc"}))
    assert set(found) == {"type", "timestamp", "data"}
    assert (found["type"], found["timestamp"]) == (
        "incident.update.published",
        "2026-07-01T12:00:00Z",
    )
    assert found["data"] == {
        "site": {"name": "Acme Status", "url": "https://status.acme.example:8443/"},
        "topic": "incident/abc",
        "revision": 1,
        "item": json_item(item),
        "incident": {"id": "abc"},
    }


def test_standard_type_says_what_happened() -> None:
    kinds = {
        NewsKind.MAINTENANCE: "maintenance.update.published",
        NewsKind.CHANGELOG: "changelog.entry.published",
        NewsKind.OUTCOMES: "outcome.entry.published",
        NewsKind.PROMISES: "sla.news.published",
    }
    assert {
        kind: standard.event_type(news(kind=kind)) for kind in NewsKind if kind in kinds
    } == kinds
    assert standard.event_type(news(is_edit=True)) == "incident.update.edited"


def test_summary_has_every_event_whole() -> None:
    later = news(at=NOON + timedelta(minutes=5))
    found = standard.summary_body(SITE, [(later, told_item(), None), (news(), told_item(), None)])
    assert (found["type"], found["timestamp"]) == ("summary", "2026-07-01T12:05:00Z")
    assert [set(one) for one in found["data"]["news"]] == [{"type", "timestamp", "data"}] * 2


def test_statuspage_body_has_every_key_that_its_readers_know() -> None:
    incident, update = told_update()
    found = statuspage.body(incident, _PARTS, _HEADLINE, NOON, "https://a.example/u/t")
    assert found["meta"] == {
        "unsubscribe": "https://a.example/u/t",
        "documentation": "https://status.acme.example:8443/api",
        "generated_at": "2026-07-01T12:00:00.000Z",
    }
    assert found["page"]["status_indicator"] == "major"
    assert found["page"]["status_description"] == "Partial System Outage"
    told = found["incident"]
    assert set(told) == _INCIDENT_KEYS
    assert (told["name"], told["status"], told["impact"]) == (
        "Slow answers",
        "investigating",
        "major",
    )
    assert told["created_at"] == "2026-07-01T12:00:00.000Z"
    [word] = told["incident_updates"]
    assert set(word) == _UPDATE_KEYS
    assert word["body"] == update.body
    assert word["affected_components"] == [
        {
            "code": "api",
            "name": "Core - API",
            "old_status": WELL.value,
            "new_status": PARTIAL.value,
        }
    ]
    [component] = told["components"]
    assert set(component) == _COMPONENT_KEYS
    assert (component["status"], component["position"]) == ("partial_outage", 1)
    json.dumps(found)


def test_statuspage_knows_no_status_of_ours() -> None:
    for ours, theirs in ((Status.FALSE_ALARM, "resolved"), (Status.CANCELLED, "completed")):
        incident = an_incident(status=ours, updates=(an_update(status=ours),))
        told = statuspage.body(incident, _PARTS, _HEADLINE, NOON, "")["incident"]
        assert (told["status"], told["incident_updates"][0]["status"]) == (theirs, theirs)


def test_statuspage_tells_when_it_was_watched_and_what_came_of_it() -> None:
    later = NOON + timedelta(hours=1)
    words = (
        an_update(key="u3", status=Status.POSTMORTEM, body="A cable.", at=later, entered_at=later),
        an_update(key="u2", status=Status.MONITORING, at=later),
        an_update(),
    )
    told = statuspage.body(an_incident(updates=words), _PARTS, _HEADLINE, NOON, "")["incident"]
    assert told["monitoring_at"] == "2026-07-01T13:00:00.000Z"
    assert told["postmortem_body"] == "A cable."
    assert [one["id"] for one in told["incident_updates"]] == ["u3", "u2", "u1"]


def test_component_that_left_the_page_is_left_out() -> None:
    gone = Parts(SITE, [replace(_API, withdrawn_at=NOON)], {}, {})
    incident, _ = told_update()
    told = statuspage.body(incident, gone, _HEADLINE, NOON, "")["incident"]
    assert told["components"] == []
    assert told["incident_updates"][0]["affected_components"][0]["name"] == "Core - API"
