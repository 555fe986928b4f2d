"""From a message to a mail: what it says, to whom it goes, and what its headers tell of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from statuspage.actions.asking import links as asking
from statuspage.actions.telling import links
from statuspage.domain.asking.questions import QUESTIONS, QuestionKind
from statuspage.domain.asking.times import told_until
from statuspage.domain.telling.subscription import Channel
from statuspage.domain.vocabulary.states import Status
from statuspage.notify.letters import letter_of
from statuspage.notify.mail.addresses import deliverable
from statuspage.notify.mail.writing import ListHeaders
from statuspage.notify.outlet import Message
from statuspage.render.feeds.alone import update_of
from statuspage.render.letters import as_mail
from statuspage.render.mail.body import MailBody
from statuspage.render.mail.news import Ways, label_of, news_mail, summary_mail
from statuspage.render.mail.question import MailQuestion


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
    ways = Ways(
        change=_settings_address(message, now),
        leave=leave,
        is_asked_for=subscription.filter.is_of_outcomes,
    )
    first = message.told[0]
    if message.is_summary:
        items = [one.item for one in message.told]
        body = summary_mail(message.site, items, subscription.how_often, ways)
        return ComposedMail(body, recipient, ListHeaders("", leave))
    label, asked = label_of(first.news), asked_in(message)
    body = news_mail(
        message.site, first.item, first.incident, ways, label, asked=asked, report=first.report
    )
    return ComposedMail(body, recipient, ListHeaders(first.news.topic, leave))


def asked_in(message: Message) -> MailQuestion | None:
    """What is asked of who is told that an incident is over; each answers once by their mail."""
    first = message.told[0]
    incident = first.incident
    update = update_of(first.item, incident)
    is_over = update is not None and update.status is Status.RESOLVED and not first.news.is_edit
    if incident is None or not is_over or told_until(incident) is None:
        return None
    kind, about = QuestionKind.TOLD, incident.key
    by = asking.token_of_reader(kind, about, message.subscription.key)
    found = QUESTIONS[kind].choices.items()
    return MailQuestion(
        QUESTIONS[kind].words,
        [(label, asking.path(kind, about, by=by, choice=choice)) for choice, label in found],
    )


def _settings_address(message: Message, now: datetime) -> str:
    return message.site.address(links.settings_path(message.subscription.key, now))
