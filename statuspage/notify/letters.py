"""What a letter to somebody says, by its name, with the links and codes that are theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from statuspage.actions.asking import links as asking
from statuspage.actions.asking.again import LETTER
from statuspage.actions.telling import links
from statuspage.config import Settings
from statuspage.domain.asking.questions import QUESTIONS, QuestionKind
from statuspage.domain.library.spoken import entry_in
from statuspage.domain.telling.labels import followed
from statuspage.domain.telling.subscription import Subscription
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.notify.outlet import Message
from statuspage.render import letters
from statuspage.render.letters import LetterText
from statuspage.render.mail.question import MailQuestion
from statuspage.render.words.links import host
from statuspage.store import db
from statuspage.store.listening import voices
from statuspage.store.published import entries
from statuspage.store.settings import current_settings
from statuspage.store.telling.titles import titles_in


def letter_of(message: Message, now: datetime) -> LetterText:
    """The letter of a message; without one it is a word to try with.

    Raises KeyError for a letter that is none of ours.
    """
    return _LETTERS[message.letter.name if message.letter else "test"](message, now)


def _about(message: Message) -> str:
    """The key of what a letter speaks of."""
    return message.letter.about if message.letter else ""


def _code(message: Message) -> tuple[str, str]:
    """The code that answers a request, and the path of the link that does the same."""
    return links.code_of(_about(message)), links.confirm_path(_about(message))


def _settings_path(message: Message, now: datetime) -> str:
    return links.settings_path(message.subscription.key, now)


def _confirmation(message: Message, _: datetime) -> LetterText:
    subscription = message.subscription
    with db.snapshot():
        names = _names(subscription, current_settings())
    following = followed(subscription.filter, names)
    is_asked_for = subscription.filter.is_of_outcomes
    return letters.confirmation(message.site, *_code(message), following, is_asked_for=is_asked_for)


def _names(subscription: Subscription, settings: Settings) -> Mapping[str, str]:
    """Of components and groups by their ids, and of the incidents and outcomes chosen."""
    names = {one.id: one.name for one in settings.components}
    names |= {one.id: one.name for one in settings.groups}
    return names | titles_in(subscription.filter)


def _quarantined(message: Message, now: datetime) -> LetterText:
    subscription = message.subscription
    place = host(subscription.address)
    return letters.quarantined(message.site, place, subscription.why, _settings_path(message, now))


def _helped(message: Message, now: datetime) -> LetterText:
    slug, _, time = _about(message).rpartition("@")
    with db.snapshot():
        site = message.site
        entry = entry_in(site.language, site.own_language, entries.by_slug(EntryKind.OUTCOME, slug))
    kind = QuestionKind.HELPED
    by = asking.token_of_reader(kind, slug, message.subscription.key, time)
    found = QUESTIONS[kind]
    paths = [
        (label, asking.path(kind, slug, by=by, choice=choice))
        for choice, label in found.choices.items()
    ]
    asked = MailQuestion(found.words, paths)
    return letters.helped(site, entry.title, asked, _settings_path(message, now))


def _turned_away(message: Message, _: datetime) -> LetterText:
    with db.snapshot():
        voice = voices.by_key(_about(message))
    at, why = (voice.at, voice.why) if voice else (message.queued_at, "")
    return letters.turned_away(message.site, at, why, links.voice_path(_about(message)))


_LETTERS: Mapping[str, Callable[[Message, datetime], LetterText]] = {
    "confirmation": _confirmation,
    "already": lambda message, _: letters.already(message.site, *_code(message)),
    "settings": lambda message, now: letters.settings(message.site, _settings_path(message, now)),
    "goodbye": lambda message, _: letters.goodbye(
        message.site, links.undo_path(message.subscription.key)
    ),
    "test": lambda message, now: letters.sample(message.site, now, _settings_path(message, now)),
    "probe": lambda message, now: letters.probe(message.site, _settings_path(message, now)),
    "quarantined": _quarantined,
    LETTER: _helped,
    "turned_away": _turned_away,
}
