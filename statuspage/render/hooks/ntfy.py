"""A message for a topic of ntfy, published as JSON: https://docs.ntfy.sh/publish/#publish-as-json"""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from statuspage.render.feeds.documents import Item
from statuspage.render.hooks.plain import plain
from statuspage.render.hooks.tone import Tone

_WORDS = 3_900  # bytes; what is longer than 4,096 becomes a file
_TITLE = 200
_PRIORITIES = {Tone.CRITICAL: 5, Tone.MAJOR: 4}  # of 1 to 5; 3 sounds as usual
_TAGS = {
    Tone.CRITICAL: "red_circle",
    Tone.MAJOR: "orange_circle",
    Tone.MINOR: "yellow_circle",
    Tone.PLANNED: "large_blue_circle",
    Tone.OVER: "green_circle",
    Tone.PLAIN: "white_circle",
}


def server_and_topic(address: str) -> tuple[str, str]:
    """Where a message for a topic is sent to, and the topic: it is the last part of its path."""
    url = urlsplit(address)
    folder, _, topic = url.path.rstrip("/").rpartition("/")
    return url._replace(path=f"{folder}/").geturl(), unquote(topic)


def body(topic: str, item: Item, tone: Tone) -> dict[str, Any]:
    """The message of an item, in JSON types."""
    return {
        "topic": topic,
        "title": item.title[:_TITLE],
        "message": plain(item, _WORDS, lambda text: len(text.encode())),
        "priority": _PRIORITIES.get(tone, 3),
        "tags": [_TAGS[tone]],
        "click": item.url,
    }


def note(topic: str, title: str, words: str) -> dict[str, Any]:
    """A message of a title and some words."""
    return {"topic": topic, "title": title[:_TITLE], "message": words}
