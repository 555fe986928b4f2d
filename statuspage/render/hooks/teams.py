"""A message for a workflow of Teams that begins with a webhook: an Adaptive Card.

Formats and limits:
https://learn.microsoft.com/en-us/connectors/teams/#microsoft-teams-webhook and
https://adaptivecards.io/explorer/TextBlock.html
"""

from __future__ import annotations

import json
from typing import Any

from statuspage.domain.vocabulary.site import Site
from statuspage.render.feeds.documents import Item
from statuspage.render.hooks.markdown import MARKDOWN, escaped
from statuspage.render.hooks.markup import fitted, marked
from statuspage.render.hooks.tone import Tone
from statuspage.render.words.locale import locale
from statuspage.said import said

_WORDS = 16_000  # bytes of the 28 kB that a message may have, for JSON escapes some of them
_COLOURS = {
    Tone.CRITICAL: "Attention",
    Tone.MAJOR: "Attention",
    Tone.MINOR: "Warning",
    Tone.PLANNED: "Accent",
    Tone.OVER: "Good",
    Tone.PLAIN: "Default",
}


def body(site: Site, item: Item, tone: Tone) -> dict[str, Any]:
    """The message of an item, in JSON types."""
    words, _ = fitted(marked(item.html, MARKDOWN), _WORDS, _written)
    texts = [
        _text(escaped(site.name), isSubtle=True, size="Small"),
        _text(escaped(item.title), weight="Bolder", size="Medium", color=_COLOURS[tone]),
        *(_text(one) for one in words.split("\n\n") if one.strip()),
    ]
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": texts,
        "actions": [
            {
                "type": "Action.OpenUrl",
                "title": locale(site.language).say(said("See the public page")),
                "url": item.url,
            }
        ],
        "msteams": {"width": "Full"},
    }
    kind = "application/vnd.microsoft.card.adaptive"
    return {
        "type": "message",
        "attachments": [{"contentType": kind, "contentUrl": None, "content": card}],
    }


def _text(words: str, **look: Any) -> dict[str, Any]:
    return {"type": "TextBlock", "text": words, "wrap": True, **look}


def _written(text: str) -> int:
    """Bytes of a text as JSON."""
    return len(json.dumps(text)) - 2
