"""What Statuspage's public API v2 answers, as counted over public pages; independent of ours."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from typing import Any

INDICATORS = ("none", "minor", "major", "critical", "maintenance")
COMPONENT_STATES = (
    *("operational", "degraded_performance", "partial_outage", "major_outage"),
    "under_maintenance",
)
INCIDENT_STATES = ("investigating", "identified", "monitoring", "resolved", "postmortem")
WORK_STATES = ("scheduled", "in_progress", "verifying", "completed")
DOCUMENTS = {
    "summary": ("components", "incidents", "scheduled_maintenances", "status"),
    "status": ("status",),
    "components": ("components",),
    "incidents": ("incidents",),
    "incidents/unresolved": ("incidents",),
    "scheduled-maintenances": ("scheduled_maintenances",),
    "scheduled-maintenances/upcoming": ("scheduled_maintenances",),
    "scheduled-maintenances/active": ("scheduled_maintenances",),
}
OPEN = {
    ("summary", "incidents"): INCIDENT_STATES[:3],
    ("summary", "scheduled_maintenances"): WORK_STATES[:3],
    ("incidents/unresolved", "incidents"): INCIDENT_STATES[:3],
    ("scheduled-maintenances/upcoming", "scheduled_maintenances"): WORK_STATES[:1],
    ("scheduled-maintenances/active", "scheduled_maintenances"): WORK_STATES[1:3],
}
DESCRIPTIONS = {
    "none": {"All Systems Operational"},
    "minor": {
        *("Minor Service Outage", "Degraded System Service", "Partially Degraded Service"),
    },
    "major": {"Partial System Outage"},
    "critical": {"Major System Outage"},
    "maintenance": {"Service Under Maintenance"},
}
_PAGE = {"id", "name", "url", "time_zone", "updated_at"}
_COMPONENT = {
    *("id", "name", "status", "created_at", "updated_at", "position", "description", "showcase"),
    *("start_date", "group_id", "page_id", "group", "only_show_if_degraded"),
}
_INCIDENT = {
    *("id", "name", "status", "created_at", "updated_at", "monitoring_at", "resolved_at"),
    *("impact", "shortlink", "started_at", "page_id", "incident_updates", "components"),
}
_UPDATE = {
    *("id", "status", "body", "incident_id", "created_at", "updated_at", "display_at"),
    *("affected_components", "deliver_notifications", "custom_tweet", "tweet_id"),
}
_AFFECTED = {"code", "name", "old_status", "new_status"}
_ID = re.compile(r"[A-Za-z0-9_-]{1,60}")
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(Z|[+-]\d\d:\d\d)")


def check(name: str, found: Any) -> None:
    """Fail where a document is not of the shape that its readers rely on."""
    assert set(found) == {"page", *DOCUMENTS[name]}
    page = found["page"]
    assert set(page) == _PAGE
    assert page["url"].startswith("http")
    assert page["time_zone"]
    _is_stamp(page["updated_at"])
    if "status" in found:
        status = found["status"]
        assert set(status) == {"indicator", "description"}
        assert status["description"] in DESCRIPTIONS[status["indicator"]]
    if "components" in found:
        _check_components(found["components"], page["id"])
    for kind in ("incidents", "scheduled_maintenances"):
        several = found.get(kind, [])
        assert len({one["id"] for one in several}) == len(several)
        for one in several:
            _check_incident(one, page["id"], is_work=kind != "incidents")
            assert one["status"] in OPEN.get((name, kind), (*INCIDENT_STATES, *WORK_STATES))
        if name in ("incidents", "scheduled-maintenances"):
            assert len(several) <= 50


def _check_components(found: list[Any], page: str) -> None:
    assert len({one["id"] for one in found}) == len(found)
    places = Counter((one["group_id"], one["position"]) for one in found)
    assert set(places.values()) <= {1}
    groups = {one["id"]: one for one in found if one["group"]}
    for one in found:
        _check_component(one, page)
        if one["group"]:
            assert one["group_id"] is None
            assert one["components"]
    children = [one for one in found if one["group_id"] is not None]
    assert {one["group_id"] for one in children} == set(groups)
    for group in groups.values():
        own = [one["id"] for one in children if one["group_id"] == group["id"]]
        assert own == group["components"]


def _check_component(one: Any, page: str) -> None:
    assert set(one) == _COMPONENT | ({"components"} if one["group"] else set())
    assert _ID.fullmatch(one["id"])
    assert (one["page_id"], one["status"] in COMPONENT_STATES) == (page, True)
    for key in ("group", "showcase", "only_show_if_degraded"):
        assert isinstance(one[key], bool)
    assert isinstance(one["position"], int)
    assert one["description"] is None or one["description"]
    assert one["start_date"] is None or re.fullmatch(r"\d{4}-\d\d-\d\d", one["start_date"])
    assert _is_stamp(one["updated_at"]) >= _is_stamp(one["created_at"])


def _check_incident(one: Any, page: str, *, is_work: bool) -> None:
    more = {"scheduled_for", "scheduled_until"} if is_work else {"reminder_intervals"}
    assert set(one) == _INCIDENT | more
    assert _ID.fullmatch(one["id"])
    assert one["page_id"] == page
    assert one["status"] in (WORK_STATES if is_work else INCIDENT_STATES)
    assert one["impact"] in (("maintenance",) if is_work else INDICATORS)
    assert one["shortlink"].startswith("http")
    for key in ("created_at", "updated_at", "started_at"):
        _is_stamp(one[key])
    if is_work:
        assert _is_stamp(one["scheduled_for"]) <= _is_stamp(one["scheduled_until"])
    else:
        assert one["reminder_intervals"] is None
    is_over = one["status"] in ("resolved", "postmortem", "completed")
    assert (one["resolved_at"] is not None) is is_over
    for key in ("monitoring_at", "resolved_at"):
        assert one[key] is None or _is_stamp(one[key])
    for component in one["components"]:
        _check_component(component, page)
        assert not component["group"]
    assert one["incident_updates"]
    assert one["incident_updates"][0]["status"] == one["status"]
    for update in one["incident_updates"]:
        _check_update(update, one)


def _check_update(update: Any, one: Any) -> None:
    assert set(update) == _UPDATE
    assert update["incident_id"] == one["id"]
    assert update["status"] in (*INCIDENT_STATES, *WORK_STATES)
    assert isinstance(update["body"], str)
    assert isinstance(update["deliver_notifications"], bool)
    assert (update["custom_tweet"], update["tweet_id"]) == (None, None)
    assert _is_stamp(update["updated_at"]) >= _is_stamp(update["created_at"])
    _is_stamp(update["display_at"])
    assert update["affected_components"] != []
    for told in update["affected_components"] or ():
        assert set(told) == _AFFECTED
        assert {told["old_status"], told["new_status"]} <= set(COMPONENT_STATES)


def _is_stamp(text: str) -> datetime:
    assert _STAMP.fullmatch(text), text
    return datetime.fromisoformat(text)
