"""An update with everything in it, as chats and programs are told it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from statuspage.domain.incidents.incident import Change, Incident, Update
from statuspage.domain.telling.news import News, NewsKind
from statuspage.domain.vocabulary.states import ComponentState, Impact
from statuspage.render.feeds.documents import Item
from statuspage.render.feeds.incidents import update_item
from tests.render.facts import NOON, SITE, an_incident, an_update

WELL, PARTIAL = ComponentState.OPERATIONAL, ComponentState.PARTIAL_OUTAGE


def told_update(**given: Any) -> tuple[Incident, Update]:
    change = Change("api", "API", PARTIAL, WELL, PARTIAL)
    update = an_update(changes=(change,), next_due=NOON + timedelta(minutes=30), **given)
    incident = an_incident(updates=(update,), impact=Impact.MAJOR, declared={"api": PARTIAL})
    return incident, update


def told_item(html: str = "<p>We are <strong>looking</strong>.</p>", **given: Any) -> Item:
    incident, update = told_update(html=html, **given)
    return update_item(SITE, incident, update, "We are looking.")


def news(**given: Any) -> News:
    facts: dict[str, Any] = {
        "subject": "update/u1",
        "revision": 1,
        "at": NOON,
        "kind": NewsKind.INCIDENTS,
        "topic": "incident/abc",
        "incident": "abc",
        "components": ("api",),
        "impact": Impact.MAJOR,
    }
    return News(**facts | given)
