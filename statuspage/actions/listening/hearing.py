"""What people say is heard: kept as a voice until somebody looks at it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from statuspage import clock
from statuspage.actions import tallies
from statuspage.actions.given import (
    Actor,
    check_components,
    check_letters,
    checked_line,
    refuse,
)
from statuspage.actions.once import once
from statuspage.actions.staff.audit import note_act
from statuspage.domain.listening.merged import end_of
from statuspage.domain.listening.voice import Voice, VoiceChannel, VoiceState
from statuspage.domain.vocabulary.entry import EntryKind, missing
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.domain.vocabulary.text import clean_text
from statuspage.errors import NotFound
from statuspage.said import Said, said
from statuspage.store.keys import new_key
from statuspage.store.listening import voices
from statuspage.store.published import entries
from statuspage.store.published import tallies as published

TEXT_LIMIT = 10_000
SUBJECT_LIMIT = 200
COUNTED_EVERY = timedelta(minutes=1)
"""So often at most a count enters the record by what people do themselves."""

HEARD = "heard"
"""The kind of the tallies of voices: by channel, about the slug of an outcome."""


@dataclass(frozen=True)
class VoiceWish:
    """What somebody says, not checked yet. With an `outcome` it may be without a text."""

    text: str
    components: tuple[str, ...] = ()
    subject: str = ""
    channel: VoiceChannel = VoiceChannel.PAGE
    language: str = ""
    may_quote: bool = False
    outcome: str = ""  # the slug of one that says the same


def hear(wish: VoiceWish, submission: str | None, at: datetime | None = None) -> str:
    """Keep what somebody says; returns its key. The same submission is heard once.

    Words are held until somebody looked at them. Without any, it is one voice more for an outcome,
    and counts at once. Raises InvalidInput, StoreError.
    """
    with once(submission) as deed:
        if deed.answer is None:
            deed.answer = _keep(wish, at or clock.now()).key
        return deed.answer


def note_voice(wish: VoiceWish, actor: Actor, at: datetime | None = None) -> str:
    """Write down what somebody told staff, by its channel and without a name; returns its key.

    With an outcome it counts there at once: staff have looked at it. Raises as `hear`.
    """
    now = clock.now()
    with once(actor.submission) as deed:
        if deed.answer is None:
            voice = _keep(wish, at or now)
            if voice.outcome and voice.is_held:
                voices.change(voice.key, state=VoiceState.HEARD, decided_at=now)
                count_anew([voice.outcome], now)
            note_act(actor, "write down", f"voice/{voice.key}", None, {"channel": voice.channel})
            deed.answer = voice.key
        return deed.answer


def count_anew(slugs: Collection[str], now: datetime) -> None:
    """Publish how many voices count for some outcomes (inside a transaction)."""
    for slug, counts in voices.counts(slugs).items():
        tallies.publish(HEARD, slug, counts, now)


def _keep(wish: VoiceWish, at: datetime) -> Voice:
    voice = _checked(wish, at)
    voices.put(voice)
    if not voice.is_held:
        _count_calmly(voice.outcome, at)
    return voice


def _count_calmly(slug: str, now: datetime) -> None:
    """Publish it at once where that was not done just now; a crowd is counted a little later."""
    told = published.of(HEARD, [slug]).get(slug)
    if told is None or now - told.at >= COUNTED_EVERY:
        count_anew([slug], now)


def _checked(wish: VoiceWish, at: datetime) -> Voice:
    """The voice of a wish. Raises InvalidInput."""
    faults: dict[str, Said] = {}
    text = _text(faults, wish)
    subject = ""
    if wish.subject.strip():
        subject = checked_line(faults, "subject", wish.subject, limit=SUBJECT_LIMIT)
    check_components(faults, dict.fromkeys(wish.components, ComponentState.OPERATIONAL))
    outcome = _outcome(faults, wish.outcome)
    refuse(faults)
    is_held = bool(text or subject)
    return Voice(
        key=new_key(),
        at=at,
        channel=wish.channel,
        text=text,
        subject=subject,
        components=tuple(dict.fromkeys(wish.components)),
        language=wish.language,
        may_quote=wish.may_quote and bool(text),
        state=VoiceState.HELD if is_held else VoiceState.HEARD,
        outcome=outcome,
        subscription="",
        decided_at=None if is_held else at,
        why="",
    )


def _text(faults: dict[str, Said], wish: VoiceWish) -> str:
    check_letters(faults, "text", wish.text)
    text = clean_text(wish.text).strip()
    if not text and not wish.outcome:
        faults["text"] = said("This is empty; say it in a few words.")
    elif len(text) > TEXT_LIMIT:
        faults["text"] = said(
            "This has {count} characters; the most is {limit}.", count=len(text), limit=TEXT_LIMIT
        )
    return text


def _outcome(faults: dict[str, Said], slug: str) -> str:
    """Where a voice counts: the outcome that is named, or the one it was merged into."""
    if not slug:
        return ""
    try:
        entry = entries.by_slug(EntryKind.OUTCOME, slug)
        if entry.withdrawn_at is not None:
            raise NotFound(missing(EntryKind.OUTCOME, slug))
    except NotFound as error:
        faults["outcome"] = error.said
        return ""
    return end_of(slug, same_as)


def same_as(slug: str) -> str:
    """The outcome that one was merged into, if any."""
    entry = entries.by_slugs(EntryKind.OUTCOME, [slug]).get(slug)
    return "" if entry is None else str(entry.details.get("same_as", ""))
