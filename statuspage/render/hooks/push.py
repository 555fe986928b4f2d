"""What a browser shows of news: the fields of a notification, as static/worker.js reads them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from statuspage.domain.vocabulary.site import Site
from statuspage.render.feeds.documents import Item
from statuspage.render.hooks.plain import plain
from statuspage.render.hooks.tone import Tone
from statuspage.render.words import cldr
from statuspage.render.words.locale import locale
from statuspage.said import said

SETTINGS = "/subscribe/browser"
"""Where somebody sees and changes what this browser is told."""

_WORDS, _TITLE = 1_800, 150  # bytes and characters: no device shows more, and all must fit
_ICONS = {
    Tone.CRITICAL: "major",
    Tone.MAJOR: "partial",
    Tone.MINOR: "degraded",
    Tone.PLANNED: "maintenance",
    Tone.OVER: "ok",
    Tone.PLAIN: "site",
}
_URGENCIES = {Tone.CRITICAL: "high", Tone.MAJOR: "high", Tone.PLAIN: "low"}


def urgency(tone: Tone) -> str:
    """How soon a device is to be woken for it: RFC 8030, section 5.3."""
    return _URGENCIES.get(tone, "normal")


def body(site: Site, item: Item, tone: Tone, thread: str) -> dict[str, Any]:
    """The notification of an item, in JSON types; a newer one of its thread takes its place."""
    return {
        "title": item.title[:_TITLE],
        "body": plain(item, _WORDS, _size),
        "url": item.url,
        "at": item.published.isoformat(),
        "icon": f"{site.base}/icons/{_ICONS[tone]}.png",
        "tag": thread,
        "language": site.language,
        "direction": cldr.direction(site.language),
        "settings": {
            "label": locale(site.language).say(said("Your settings")),
            "url": site.address(SETTINGS),
        },
    }


def confirmation_body(site: Site, item: Item, path: str) -> dict[str, Any]:
    """One that the browser answers by itself: so it shows that it can read what we send.

    Where that fails, it leads to the page whose button does the same.
    """
    speak = locale(site.language).say
    before = said("Press the button, and {site} tells you what happens.", site=site.name)
    confirmed = {
        "body": speak(said("Done: from now on you are told.")),
        "url": site.address(SETTINGS),
    }
    return {
        **body(site, item, Tone.PLAIN, "confirmation"),
        "title": site.name,
        "body": speak(before),
        "confirm": site.address(path),
        "confirmed": confirmed,
    }


def packed(told: Mapping[str, Any]) -> bytes:
    """As it is sent."""
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _size(text: str) -> int:
    """Bytes of a text as it is sent, without its quotation marks."""
    return len(json.dumps(text, ensure_ascii=False).encode()) - 2
