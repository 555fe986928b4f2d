"""Whoever said something follows what becomes of it: from what was said to its outcome, and on.

To be called within the transaction of what happened.
"""

from __future__ import annotations

from dataclasses import replace

from statuspage import clock
from statuspage.actions.listening.hearing import count_anew, same_as
from statuspage.domain.listening.merged import end_of
from statuspage.domain.listening.voice import Voice, VoiceState
from statuspage.domain.telling.filter import VOICE, Filter
from statuspage.domain.telling.subscription import Subscription, SubscriptionState
from statuspage.errors import NotFound
from statuspage.store.listening import voices
from statuspage.store.telling import deliveries, recipients, requests, subscriptions

TURNED_AWAY = "turned_away"
"""The letter that says that nothing will become of what somebody said, and why."""


def confirmed(found: Subscription, asked: Filter) -> Subscription:
    """A subscription whose owner has confirmed what was asked for with a code.

    From now on their voices know whom to tell; those that have an outcome by now are named by it.
    What they said in the same words before, with a code that never came back, is theirs as well:
    one person counts once.
    """
    counted = set()
    for voice in _theirs(found, asked):
        voices.change(voice.key, subscription=found.key)
        if voice.outcome:
            found = replace(found, filter=_with(found.filter, VOICE + voice.key, voice.outcome))
        if voice.state is VoiceState.HEARD:
            counted.add(voice.outcome)
        if voice.state is VoiceState.TURNED_AWAY:
            _write_to(found, voice.key)
    count_anew(counted, clock.now())
    return found


def _theirs(found: Subscription, asked: Filter) -> list[Voice]:
    """What somebody said with this request, and in the same words with those before it."""
    before = [one.filter for one in requests.of(found.key) if one.filter is not None]
    named = _keys_in(asked)
    known = voices.known(named.union(*map(_keys_in, before)))
    words = {_words(one) for one in known if one.key in named}
    return [
        one
        for one in known
        if one.subscription in ("", found.key) and (one.key in named or _words(one) in words)
    ]


def _keys_in(wanted: Filter) -> frozenset[str]:
    names = (one for one in wanted.outcomes if one.startswith(VOICE))
    return frozenset(one.removeprefix(VOICE) for one in names)


def _words(voice: Voice) -> tuple[str, ...]:
    """What was said; without words, that it is for an outcome."""
    return (voice.text, voice.subject, "" if voice.text else voice.outcome)


def onto(voice: Voice, slug: str) -> None:
    """A voice was taken onto an outcome: whoever said it is told what becomes of that."""
    if (found := _told(voice)) is not None:
        wanted = _with(found.filter, VOICE + voice.key, slug)
        subscriptions.replace(replace(found, filter=wanted))


def merged(former: str, slug: str) -> None:
    """Whoever follows an outcome follows the one that it was merged into, too."""
    for key, wanted in recipients.naming_outcome(former):
        named = wanted.outcomes | {slug, _end_of(slug)}
        recipients.choose(key, replace(wanted, outcomes=named))


def turned_away(voice: Voice) -> None:
    """Nothing will become of it: whoever said it is told so once."""
    if (found := _told(voice)) is not None:
        _write_to(found, voice.key)


def let_go(voice: Voice) -> None:
    """Whoever said something is told of it no more: a subscription of nothing else is forgotten."""
    if (found := _told(voice)) is None:
        return
    others = [one for one in voices.of_subscription(found.key) if one.key != voice.key]
    still, gone = {_end_of(_name(one)) for one in others}, _end_of(_name(voice))
    left = {one for one in found.filter.outcomes if _end_of(one) != gone or gone in still}
    wanted = replace(found.filter, outcomes=frozenset(left))
    if wanted.is_everything and not found.filter.is_everything:
        deliveries.forget(found.key)
        requests.forget(found.key)
        subscriptions.forget(found.key)
    else:
        subscriptions.replace(replace(found, filter=wanted))


def forget_what_was_said(subscription: str) -> None:
    """Delete what the owner of a subscription said; how many asked for something stays."""
    own = voices.of_subscription(subscription)
    voices.delete([one.key for one in own if one.is_held])
    voices.forget_words([one.key for one in own if not one.is_held])


def names_of(subscription: str) -> frozenset[str]:
    """What a subscription follows since its owner said something, as its filter names it."""
    return frozenset(_name(one) for one in voices.of_subscription(subscription))


def _name(voice: Voice) -> str:
    return voice.outcome or VOICE + voice.key


def _with(wanted: Filter, former: str, slug: str) -> Filter:
    """The same with an outcome in place of what stood for it; who is told all needs no name."""
    if wanted.is_everything:
        return wanted
    return replace(wanted, outcomes=(wanted.outcomes - {former}) | {slug, _end_of(slug)})


def _end_of(name: str) -> str:
    """The outcome that one was merged into at last."""
    return name if name.startswith(VOICE) else end_of(name, same_as)


def _told(voice: Voice) -> Subscription | None:
    if not voice.subscription:
        return None
    try:
        found = subscriptions.by_key(voice.subscription)
    except NotFound:
        return None
    return None if found.state is SubscriptionState.ENDED else found


def _write_to(found: Subscription, voice: str) -> None:
    if found.state is not SubscriptionState.PAUSED:
        deliveries.post_letter(found.key, TURNED_AWAY, voice, clock.now(), found.channel)
