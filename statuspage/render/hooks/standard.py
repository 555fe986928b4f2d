"""What programs are sent, as Standard Webhooks has it: `type`, `timestamp`, `data`.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from statuspage.domain.telling.news import News, NewsKind
from statuspage.domain.vocabulary.site import Site
from statuspage.render.feeds.documents import Item, json_item, stamp

_THINGS = {
    NewsKind.INCIDENTS: "incident.update",
    NewsKind.MAINTENANCE: "maintenance.update",
    NewsKind.CHANGELOG: "changelog.entry",
    NewsKind.OUTCOMES: "outcome.entry",
    NewsKind.NOTICES: "notice.entry",
    NewsKind.STORIES: "story.entry",
    NewsKind.PROMISES: "sla.news",
    NewsKind.REPORTS: "report",
}


def event_type(news: News) -> str:
    """What happened, such as "incident.update.published"."""
    deed = "edited" if news.is_edit else "published" if news.days_ahead is None else "reminded"
    return f"{_THINGS[news.kind]}.{deed}"


def body(event: str, at: datetime, data: Mapping[str, Any]) -> dict[str, Any]:
    """An event, in JSON types."""
    return {"type": event, "timestamp": stamp(at), "data": dict(data)}


Told = tuple[News, Item, Mapping[str, Any] | None]
"""One of the news, its words, and of an incident the document of the API."""


def news_body(site: Site, told: Told) -> dict[str, Any]:
    """One of the news: its item as JSON feeds have it, and the document of an incident."""
    news = told[0]
    return body(event_type(news), news.at, {"site": named(site), **_data(told)})


def summary_body(site: Site, told: Sequence[Told]) -> dict[str, Any]:
    """Several news as one event, the newest first."""
    parts = [body(event_type(one[0]), one[0].at, _data(one)) for one in told]
    newest = max(one[0].at for one in told)
    return body("summary", newest, {"site": named(site), "news": parts})


def named(site: Site) -> dict[str, str]:
    """Who tells it."""
    return {"name": site.name, "url": site.address("/")}


def _data(told: Told) -> dict[str, Any]:
    news, item, incident = told
    found = {"topic": news.topic, "revision": news.revision, "item": json_item(item)}
    return found if incident is None else {**found, "incident": dict(incident)}
