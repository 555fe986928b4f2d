"""A message in the form of Discord's webhooks: one embed, that mentions nobody.

Format and limits: https://discord.com/developers/docs/resources/webhook#execute-webhook and
https://discord.com/developers/docs/resources/message#embed-object-embed-limits
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from statuspage.domain.vocabulary.site import Site
from statuspage.render.feeds.documents import Item
from statuspage.render.hooks.markdown import MARKDOWN
from statuspage.render.hooks.markup import fitted, marked
from statuspage.render.hooks.tone import Tone

_TITLE, _WORDS, _NAME = 256, 4096, 80  # characters
_COLOURS = {
    Tone.CRITICAL: 0xC92A2A,
    Tone.MAJOR: 0xE8590C,
    Tone.MINOR: 0xF08C00,
    Tone.PLANNED: 0x1971C2,
    Tone.OVER: 0x2F9E44,
    Tone.PLAIN: 0x868E96,
}
_DIALECT = replace(MARKDOWN, struck=("~~", "~~"), code=("`", "`"), block=("```\n", "\n```"))


def body(site: Site, item: Item, tone: Tone) -> dict[str, Any]:
    """The message of an item, in JSON types."""
    words, _ = fitted(marked(item.html, _DIALECT), _WORDS)
    title = item.title if len(item.title) <= _TITLE else item.title[: _TITLE - 1] + "…"
    return {
        "embeds": [
            {
                "title": title,
                "url": item.url,
                "description": words,
                "color": _COLOURS[tone],
                "timestamp": item.updated.isoformat(),
                "footer": {"text": site.name[:_NAME]},
            }
        ],
        "allowed_mentions": {"parse": []},
    }
