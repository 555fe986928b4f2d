"""From a message to a mail: what it says, to whom it goes, and what its headers tell of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from statuspage.actions.telling import links
from statuspage.config import Settings
from statuspage.domain.telling.labels import followed
from statuspage.domain.telling.subscription import Channel, Subscription
from statuspage.notify.mail.addresses import deliverable
from statuspage.notify.mail.writing import ListHeaders
from statuspage.notify.outlet import Message
from statuspage.render.mail import letters
from statuspage.render.mail.body import MailBody
from statuspage.render.mail.news import Ways, news_mail, summary_mail
from statuspage.render.words.links import host
from statuspage.store import db
from statuspage.store.telling.titles import titles_in


@dataclass(frozen=True)
class ComposedMail:
    """All of a mail but who sends it."""

    body: MailBody
    recipient: str
    listed: ListHeaders | None = None  # None: it is a letter


def composed(message: Message, settings: Settings, now: datetime) -> ComposedMail:
    """The mail of a message. Raises KeyError for a letter that is none of ours."""
    subscription = message.subscription
    is_to_owner = subscription.channel is not Channel.MAIL
    recipient = deliverable(subscription.owner if is_to_owner else subscription.address)
    if message.letter is not None:
        return ComposedMail(_LETTERS[message.letter.name](message, settings, now), recipient)
    # Whoever presses one button in a mail is in no language yet: the address is short.
    leave = f"{message.site.url}{links.leave_path(subscription.key)}"
    ways = Ways(change=_settings_address(message, now), leave=leave)
    first = message.told[0]
    if message.is_summary:
        items = [one.item for one in message.told]
        body = summary_mail(message.site, items, subscription.how_often, ways)
        return ComposedMail(body, recipient, ListHeaders("", leave))
    body = news_mail(message.site, first.item, first.incident, ways, is_edit=first.news.is_edit)
    return ComposedMail(body, recipient, ListHeaders(first.news.topic, leave))


def _settings_address(message: Message, now: datetime) -> str:
    return message.site.address(links.settings_path(message.subscription.key, now))


def _about(message: Message) -> str:
    """The key of what a letter speaks of."""
    return message.letter.about if message.letter else ""


def _confirm_address(message: Message) -> str:
    return message.site.address(links.confirm_path(_about(message)))


def _names(subscription: Subscription, settings: Settings) -> Mapping[str, str]:
    """Of components and groups by their ids, and of the incidents and outcomes chosen."""
    names = {one.id: one.name for one in settings.components}
    names |= {one.id: one.name for one in settings.groups}
    with db.snapshot():
        return names | titles_in(subscription.filter)


def _confirmation(message: Message, settings: Settings, _: datetime) -> MailBody:
    subscription = message.subscription
    following = followed(subscription.filter, _names(subscription, settings))
    code = links.code_of(_about(message))
    return letters.confirmation(message.site, code, _confirm_address(message), following)


def _already(message: Message, _: Settings, __: datetime) -> MailBody:
    code = links.code_of(_about(message))
    return letters.already(message.site, code, _confirm_address(message))


def _goodbye(message: Message, _: Settings, __: datetime) -> MailBody:
    undo = message.site.address(links.undo_path(message.subscription.key))
    return letters.goodbye(message.site, undo)


def _quarantined(message: Message, _: Settings, now: datetime) -> MailBody:
    subscription = message.subscription
    place = host(subscription.address)
    address = _settings_address(message, now)
    return letters.quarantined(message.site, place, subscription.why, address)


_LETTERS: Mapping[str, Callable[[Message, Settings, datetime], MailBody]] = {
    "confirmation": _confirmation,
    "already": _already,
    "settings": lambda message, _, now: letters.settings(
        message.site, _settings_address(message, now)
    ),
    "goodbye": _goodbye,
    "test": lambda message, _, now: letters.sample(
        message.site, now, _settings_address(message, now)
    ),
    "probe": lambda message, _, now: letters.probe(message.site, _settings_address(message, now)),
    "quarantined": _quarantined,
}
