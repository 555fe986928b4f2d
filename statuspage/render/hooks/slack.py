"""A message in the form of Slack's incoming webhooks: blocks, whose words are mrkdwn.

Formats and limits: https://docs.slack.dev/reference/block-kit/blocks/section-block and
https://docs.slack.dev/messaging/formatting-message-text
"""

from __future__ import annotations

from typing import Any

from statuspage.domain.vocabulary.site import Site
from statuspage.render.feeds.documents import Item
from statuspage.render.hooks.markup import Dialect, fitted, marked
from statuspage.render.hooks.tone import Tone

_TITLE = 150  # characters of a header
_SECTION = 3000
_TEXT = {"type": "plain_text", "emoji": False}  # ":name:" stays as it is written
_SIGNS = {
    Tone.CRITICAL: ":red_circle:",
    Tone.MAJOR: ":large_orange_circle:",
    Tone.MINOR: ":large_yellow_circle:",
    Tone.PLANNED: ":large_blue_circle:",
    Tone.OVER: ":large_green_circle:",
    Tone.PLAIN: ":white_circle:",
}


def _escaped(text: str) -> str:
    """Words as words: `<!channel>` would call everybody there."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _link(words: str, address: str) -> str:
    target = _escaped(address).replace("|", "%7C")
    return f"<{target}|{words}>" if words else f"<{target}>"


_MRKDWN = Dialect(
    _escaped,
    _link,
    strong=("*", "*"),
    emphasis=("_", "_"),
    struck=("~", "~"),
    code=("`", "`"),
    block=("```\n", "\n```"),
)


def body(site: Site, item: Item, tone: Tone) -> dict[str, Any]:
    """The message of an item, in JSON types."""
    words, _ = fitted(marked(item.html, _MRKDWN), _SECTION)
    return {
        # What notifications show, and chats that know this form without its blocks.
        "text": "\n".join([_escaped(item.title), words, _link("", item.url)]),
        "blocks": [
            {"type": "header", "text": {**_TEXT, "text": _cut(item.title)}},
            *([_section(words)] if words else []),
            {
                "type": "context",
                "elements": [_mrkdwn(f"{_SIGNS[tone]} {_link(_escaped(site.name), item.url)}")],
            },
        ],
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _section(words: str) -> dict[str, Any]:
    return {"type": "section", "text": _mrkdwn(words)}


def _mrkdwn(words: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": words, "verbatim": True}


def _cut(text: str) -> str:
    return text if len(text) <= _TITLE else text[: _TITLE - 1].rstrip() + "…"
