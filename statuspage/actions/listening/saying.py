"""Somebody says something to us: by the form, or by a program; with an address to be answered at.

How much is taken is bounded for each place and for the whole site, so that whoever reads it can.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from statuspage import clock
from statuspage.actions.listening.hearing import VoiceWish, hear
from statuspage.actions.once import answered
from statuspage.actions.telling import following
from statuspage.actions.telling.asking import SubscriptionWish, ask, checked
from statuspage.actions.visitors import VisitorLimits
from statuspage.domain.desk.rate_limit import RateLimit
from statuspage.domain.listening.voice import Voice
from statuspage.domain.telling.filter import VOICE, Filter
from statuspage.domain.telling.subscription import Channel
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.errors import Conflict, InvalidInput
from statuspage.said import Said, said
from statuspage.store import db
from statuspage.store.desk import allowances
from statuspage.store.listening import voices
from statuspage.store.listening.similar import similar
from statuspage.store.published import entries

LIMITS = VisitorLimits(
    RateLimit("feedback place", 12, 1 / 120), RateLimit("feedback region", 60, 1 / 24)
)
"""Twelve at once, and one more every two minutes; each look at similar ones counts, too."""

_SITE = RateLimit("feedback of the site", 300, 1 / 12)
"""300 at once, and 300 more with each hour, from all places together."""

_MOST_SIMILAR = 5


@dataclass(frozen=True)
class SaidToUs:
    """What came of it: the key of the voice, and of the request that a mailed code answers."""

    voice: str
    request: str = ""


def say(wish: VoiceWish, mail: str, submission: str | None) -> SaidToUs:
    """Hear what somebody says; with a mail address, a code goes there, and confirms it.

    Raises InvalidInput with all its faults, Conflict when too much comes in, StoreError.
    """
    if submission is None or answered(submission) is None:
        with db.snapshot():  # a flood takes no turn of whoever writes
            _require_room(allowances.seconds_to_wait([(_SITE, "")], clock.timestamp()))
    with db.transaction():
        voice = _heard(wish, mail, submission)
        if not mail.strip():
            return SaidToUs(voice)
        again = None if submission is None else f"{submission} mail"
        return SaidToUs(voice, ask(_wish_of(mail, voice, wish.language), again))


def ask_for_answer(voice: Voice, mail: str, submission: str | None) -> str:
    """Send a code to an address at which somebody wants to hear what becomes of what they said.

    Returns the key of the request that it answers. Raises InvalidInput, Conflict, StoreError.
    """
    return ask(_wish_of(mail, voice.key, voice.language), submission)


def take_back(voice: Voice) -> None:
    """Delete what somebody said, by their own word; what counted for an outcome still does."""
    with db.transaction():
        following.let_go(voice)
        if voice.is_held:
            voices.delete([voice.key])
        else:
            voices.forget_words([voice.key])
    db.empty_the_log()


def similar_to(wish: VoiceWish) -> Sequence[Entry]:
    """The published outcomes that may speak of the same as a wish, the likest first."""
    with db.snapshot():
        slugs = similar(f"{wish.subject}\n{wish.text}", _MOST_SIMILAR)
        found = entries.by_slugs(EntryKind.OUTCOME, slugs)
        return [found[slug] for slug in slugs if slug in found]


def _heard(wish: VoiceWish, mail: str, submission: str | None) -> str:
    faults: dict[str, Said] = {}
    if mail.strip():
        try:
            checked(_wish_of(mail, "", wish.language))
        except InvalidInput as error:
            faults.update(error.faults)
    try:
        key = hear(wish, submission)
    except InvalidInput as error:
        raise InvalidInput({**error.faults, **faults}) from error
    if faults:
        raise InvalidInput(faults)
    _require_room(allowances.take([(_SITE, "")], clock.timestamp()))
    return key


def _require_room(wait: float) -> None:
    """Raises Conflict where the site takes no more for so many seconds."""
    if wait:
        minutes = math.ceil(wait / 60)
        raise Conflict(
            said(
                "Many people ask for this at the moment. Try again in {minutes} minutes.",
                minutes=minutes,
            )
        )


def _wish_of(mail: str, voice: str, language: str) -> SubscriptionWish:
    wanted = Filter(outcomes=frozenset({VOICE + voice}))
    return SubscriptionWish(Channel.MAIL, mail, filter=wanted, language=language)
