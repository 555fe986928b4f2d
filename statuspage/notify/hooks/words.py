"""What a message says: the item of its news, or of a letter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from statuspage.actions.telling import links
from statuspage.domain.telling.subscription import Channel
from statuspage.notify.outlet import Message
from statuspage.render.feeds import Item
from statuspage.render.hooks import letters, standard
from statuspage.render.hooks.tone import Tone, tone_of

_GRAVEST_FIRST = tuple(Tone)
CONFIRMATION, ALREADY, GOODBYE, TEST = "confirmation", "already", "goodbye", "test"
_TYPES = {
    CONFIRMATION: standard.CONFIRM,
    ALREADY: standard.CONFIRM,
    GOODBYE: standard.ENDED,
    TEST: standard.TEST,
}


def item_of(message: Message) -> tuple[Item, Tone]:
    """One item for what is one message, and how grave it is."""
    if message.letter is not None or not message.told:
        return _letter_item(message), Tone.PLAIN
    tones = [tone_of(one.news, one.item) for one in message.told]
    if not message.is_summary:
        return message.told[0].item, tones[0]
    items = [one.item for one in message.told]
    return letters.summary_item(message.site, items), min(tones, key=_GRAVEST_FIRST.index)


def _letter_item(message: Message) -> Item:
    site, at, letter = message.site, message.queued_at, message.letter
    if letter is None or letter.name == TEST:
        return letters.test_item(site, at)
    if letter.name == GOODBYE:
        undo = links.undo_path(message.subscription.key)
        return letters.goodbye_item(site, undo, at)
    path = links.confirm_path(letter.about)
    return letters.confirmation_item(site, links.code_of(letter.about), path, at)


def letter_type(message: Message) -> str:
    """What kind of event a letter is for programs."""
    return _TYPES[message.letter.name if message.letter else TEST]


def letter_data(message: Message) -> Mapping[str, Any]:
    """What a program needs of a letter, beside its words."""
    letter = message.letter
    words = {"text": _letter_item(message).text}
    if letter is None or letter.name == TEST:
        return words
    if letter.name == GOODBYE:
        undo = message.site.address(links.undo_path(message.subscription.key))
        return {**words, "undo": undo}
    address = message.site.address(links.confirm_path(letter.about))
    return {**words, "code": links.code_of(letter.about), "url": address}


def leave_address(message: Message) -> str:
    """Where a visitor leaves by one click; of a hook of the settings, the page of subscriptions."""
    if message.subscription.channel is Channel.HOOK:
        return message.site.address("/subscribe")
    return f"{message.site.url}{links.leave_path(message.subscription.key)}"
