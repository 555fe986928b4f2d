"""What a message says: the item of its news, or of a letter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from statuspage import clock
from statuspage.actions.telling import links
from statuspage.domain.telling.subscription import Channel
from statuspage.notify.letters import letter_of
from statuspage.notify.outlet import Message
from statuspage.render.feeds.alone import standing_alone
from statuspage.render.feeds.documents import Item
from statuspage.render.hooks import standard
from statuspage.render.hooks.summary import summary_item
from statuspage.render.hooks.tone import Tone, tone_of
from statuspage.render.letters import LetterText, as_item

_GRAVEST_FIRST = tuple(Tone)


def item_of(message: Message) -> tuple[Item, Tone]:
    """One item for what is one message, and how grave it is."""
    if message.letter is not None or not message.told:
        return _item(message, letter_of(message, clock.now())), Tone.PLAIN
    tones = [tone_of(one.news, one.item) for one in message.told]
    if not message.is_summary:
        return standing_alone(message.site, message.told[0]), tones[0]
    items = [one.item for one in message.told]
    return summary_item(message.site, items), min(tones, key=_GRAVEST_FIRST.index)


def letter_body(message: Message) -> Mapping[str, Any]:
    """A letter to programs: by its type and its values, with the same words."""
    letter = letter_of(message, clock.now())
    data = {"site": standard.named(message.site), "text": _item(message, letter).text}
    if letter.code:
        data["code"] = letter.code
    if letter.step:
        name = "undo" if letter.name == "goodbye" else "url"
        data[name] = message.site.address(letter.step.path)
    return standard.body(_EVENTS[letter.name], message.queued_at, data)


_EVENTS = {
    "confirmation": "subscription.confirm",
    "already": "subscription.confirm",
    "settings": "subscription.settings",
    "goodbye": "subscription.ended",
    "test": "test",
    "turned_away": "feedback.turned_away",
}


def _item(message: Message, letter: LetterText) -> Item:
    return as_item(message.site, letter, message.queued_at)


def leave_address(message: Message) -> str:
    """Where a visitor leaves by one click; of a hook of the settings, the page of subscriptions."""
    if message.subscription.channel is Channel.HOOK:
        return message.site.address("/subscribe")
    return f"{message.site.url}{links.leave_path(message.subscription.key)}"
