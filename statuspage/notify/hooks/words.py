"""What a message says: the item of its news, or of a letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from statuspage import clock
from statuspage.actions.telling import links
from statuspage.domain.telling.subscription import Channel
from statuspage.notify.outlet import Message
from statuspage.render.alone import standing_alone
from statuspage.render.feeds import Item
from statuspage.render.hooks import letters
from statuspage.render.hooks.tone import Tone, tone_of

_GRAVEST_FIRST = tuple(Tone)


@dataclass(frozen=True)
class LetterWords:
    """What a letter says: to programs by its type and some values, to people by an item."""

    event: str
    item: Item
    values: Mapping[str, str] = field(default_factory=dict)


def item_of(message: Message) -> tuple[Item, Tone]:
    """One item for what is one message, and how grave it is."""
    if message.letter is not None or not message.told:
        return letter_of(message).item, Tone.PLAIN
    tones = [tone_of(one.news, one.item) for one in message.told]
    if not message.is_summary:
        return standing_alone(message.site, message.told[0]), tones[0]
    items = [one.item for one in message.told]
    return letters.summary_item(message.site, items), min(tones, key=_GRAVEST_FIRST.index)


def letter_of(message: Message) -> LetterWords:
    """What a letter says; without one it is a word to try with."""
    site, at, letter = message.site, message.queued_at, message.letter
    key = message.subscription.key
    match letter.name if letter else "test":
        case "confirmation" | "already" if letter:
            code, path = links.code_of(letter.about), links.confirm_path(letter.about)
            values = {"code": code, "url": site.address(path)}
            is_new = letter.name == "confirmation"
            make = letters.confirmation_item if is_new else letters.already_item
            item = make(site, code, path, at)
            return LetterWords("subscription.confirm", item, values)
        case "settings":
            path = links.settings_path(key, clock.now())
            values = {"url": site.address(path)}
            return LetterWords(
                "subscription.settings", letters.settings_item(site, path, at), values
            )
        case "goodbye":
            path = links.undo_path(key)
            values = {"undo": site.address(path)}
            return LetterWords("subscription.ended", letters.goodbye_item(site, path, at), values)
        case _:
            return LetterWords("test", letters.test_item(site, at))


def leave_address(message: Message) -> str:
    """Where a visitor leaves by one click; of a hook of the settings, the page of subscriptions."""
    if message.subscription.channel is Channel.HOOK:
        return message.site.address("/subscribe")
    return f"{message.site.url}{links.leave_path(message.subscription.key)}"
