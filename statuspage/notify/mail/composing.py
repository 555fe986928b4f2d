"""From a message to a mail: what it says, to whom it goes, and what its headers tell of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from statuspage.actions.telling import links
from statuspage.domain.telling.subscription import Channel
from statuspage.notify.letters import letter_of
from statuspage.notify.mail.addresses import deliverable
from statuspage.notify.mail.writing import ListHeaders
from statuspage.notify.outlet import Message
from statuspage.render.letters import as_mail
from statuspage.render.mail.body import MailBody
from statuspage.render.mail.news import Ways, label_of, news_mail, summary_mail


@dataclass(frozen=True)
class ComposedMail:
    """All of a mail but who sends it."""

    body: MailBody
    recipient: str
    listed: ListHeaders | None = None  # None: it is a letter


def composed(message: Message, now: datetime) -> ComposedMail:
    """The mail of a message. Raises KeyError for a letter that is none of ours."""
    subscription = message.subscription
    is_to_owner = subscription.channel is not Channel.MAIL
    recipient = deliverable(subscription.owner if is_to_owner else subscription.address)
    if message.letter is not None:
        return ComposedMail(as_mail(message.site, letter_of(message, now)), recipient)
    # Whoever presses one button in a mail is in no language yet: the address is short.
    leave = f"{message.site.url}{links.leave_path(subscription.key)}"
    ways = Ways(change=_settings_address(message, now), leave=leave)
    first = message.told[0]
    if message.is_summary:
        items = [one.item for one in message.told]
        body = summary_mail(message.site, items, subscription.how_often, ways)
        return ComposedMail(body, recipient, ListHeaders("", leave))
    body = news_mail(message.site, first.item, first.incident, ways, label_of(first.news))
    return ComposedMail(body, recipient, ListHeaders(first.news.topic, leave))


def _settings_address(message: Message, now: datetime) -> str:
    return message.site.address(links.settings_path(message.subscription.key, now))
