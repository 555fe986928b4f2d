"""How grave news are, for the colour or the sound that a chat gives them."""

from __future__ import annotations

from enum import StrEnum

from statuspage.domain.telling.news import News, NewsKind
from statuspage.domain.vocabulary.states import Impact
from statuspage.render.feeds.documents import Item


class Tone(StrEnum):
    """From what must be seen at once to what is good to know."""

    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"
    PLANNED = "planned"
    OVER = "over"
    PLAIN = "plain"


_BY_IMPACT = {
    Impact.CRITICAL: Tone.CRITICAL,
    Impact.MAJOR: Tone.MAJOR,
    Impact.MINOR: Tone.MINOR,
}
_OVER = frozenset({"resolved", "postmortem", "false_alarm", "completed", "cancelled"})


def tone_of(news: News, item: Item) -> Tone:
    """The tone of one of the news with its words."""
    if news.kind not in (NewsKind.INCIDENTS, NewsKind.MAINTENANCE):
        return Tone.PLAIN
    if item.details.get("status") in _OVER:
        return Tone.OVER
    if news.kind is NewsKind.MAINTENANCE:
        return Tone.PLANNED
    return _BY_IMPACT.get(news.impact or Impact.NONE, Tone.PLAIN)
