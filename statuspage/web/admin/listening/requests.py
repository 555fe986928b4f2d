"""What people asked for, as staff work through it: what waits, for how long, and what is owed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from statuspage.actions.listening.answer_time import answer_time
from statuspage.actions.listening.hearing import HEARD
from statuspage.actions.listening.rounds import LOOKED_AT_WITHIN
from statuspage.domain.asking.questions import QUESTIONS, QuestionKind, ReaderQuestion
from statuspage.domain.desk.entry_form import COMPONENT, VOICES
from statuspage.domain.listening.voice import VOICE_CHANNELS, Voice
from statuspage.domain.listening.waiting import (
    GOING_ON,
    WAITING,
    AnswerTime,
    Wait,
    at,
    is_waiting,
    stale_from,
)
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.domain.vocabulary.window import local_date
from statuspage.said import Said
from statuspage.site.form import Values
from statuspage.store.asking import answers
from statuspage.store.listening import voices
from statuspage.store.listening.similar import similar
from statuspage.store.published import entries, tallies
from statuspage.store.settings import current_settings, site

PAGE = 20
"""Comments on one page of the queue."""

_ALIKE = 3
_EVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class HeldVoice:
    """A comment that nobody has looked at, how old it is, and requests that may be the same."""

    voice: Voice
    days: int
    is_late: bool
    chosen: Entry | None  # the request that its sender chose
    alike: Sequence[Entry]
    again: int  # so many others say the same, word for word

    @property
    def channel(self) -> Said:
        return VOICE_CHANNELS[self.voice.channel]


@dataclass(frozen=True)
class OpenRequest:
    """A request that goes on: for how long it waits, and by when something is owed."""

    entry: Entry
    days: int
    due: str  # a day in the site's zone; "" where nothing is owed
    is_late: bool
    heard: int  # voices that count for it


@dataclass(frozen=True)
class Queue:
    """All that staff have to look at, the oldest first."""

    held: int
    held_days: int  # how long the oldest of them waits
    held_late: bool
    waiting: Sequence[OpenRequest]
    owed: Sequence[OpenRequest]  # planned or under way, with the day they are promised for
    stale: Sequence[OpenRequest]

    @property
    def late(self) -> int:
        return sum(one.is_late for one in (*self.waiting, *self.owed))

    @property
    def is_empty(self) -> bool:
        return not (self.held or self.waiting or self.owed or self.stale)


def queue(now: datetime) -> Queue:
    """What waits now; inside a snapshot."""
    zone, rule = site().zone, _looked_at()
    oldest = voices.oldest_held()
    found = [*entries.in_states((WAITING, *GOING_ON))]
    heard = {slug: one.total for slug, one in tallies.all_of(HEARD).items()} if found else {}
    waiting = [_waiting(one, heard, now, zone) for one in found if is_waiting(one)]
    going_on = [_going_on(one, heard, now, zone) for one in found if _goes_on(one)]
    return Queue(
        held=voices.count_held(),
        held_days=0 if oldest is None else Wait(oldest, None, None).days(now, zone),
        held_late=oldest is not None and rule.due(oldest) < now,
        waiting=sorted(waiting, key=lambda one: (-one.days, one.due, one.entry.slug)),
        owed=sorted((one for one in going_on if one.due), key=lambda one: one.due),
        stale=[one for one in going_on if _is_stale(one.entry, now, zone)],
    )


def held(now: datetime, offset: int) -> list[HeldVoice]:
    """A page of the comments nobody has looked at; inside a snapshot."""
    zone, rule = site().zone, _looked_at()
    found = voices.held(PAGE, offset)
    slugs = {one.key: _alike_to(one) for one in found}
    named = {slug for some in slugs.values() for slug in some} | {one.outcome for one in found}
    known = entries.by_slugs(EntryKind.OUTCOME, named)
    said = voices.alike({one.text for one in found})
    return [
        HeldVoice(
            voice=one,
            days=Wait(one.at, None, None).days(now, zone),
            is_late=rule.due(one.at) < now,
            chosen=known.get(one.outcome),
            alike=[known[slug] for slug in slugs[one.key] if slug in known],
            again=said.get(one.text, 1) - 1,
        )
        for one in found
    ]


def answered(slug: str) -> list[tuple[ReaderQuestion, Mapping[str, int]]]:
    """What readers answered about a request, also what is too little to publish; in a snapshot."""
    asked = {
        QuestionKind.HELPED: slug,
        QuestionKind.DISAGREED: f"{EntryKind.OUTCOME}/{slug}",
    }
    found = [(QUESTIONS[kind], answers.count(kind, about, _EVER)) for kind, about in asked.items()]
    return [(question, counts) for question, counts in found if counts]


def alike(entry: Entry) -> list[Entry]:
    """Other requests that speak of the same as one; inside a snapshot."""
    found = similar(f"{entry.title}\n{entry.details.get('said', '')}", _ALIKE + 2)
    known = entries.by_slugs(EntryKind.OUTCOME, found)
    return [known[slug] for slug in found if slug in known and slug != entry.slug]


def made_of(keys: Sequence[str]) -> Values:
    """The fields of a new request that is made of some voices; inside a snapshot.

    Only the words of those who agreed to be quoted stand ready to be published.
    """
    found = voices.known(keys)
    quoted = [one.text for one in found if one.may_quote]
    if not found:
        return {}
    named = dict.fromkeys(one for voice in found for one in voice.components)
    return {
        VOICES: " ".join(one.key for one in found),
        "state": WAITING,
        "title": next((one.subject for one in found if one.subject), ""),
        "said": "\n\n".join(quoted),
        "quotes": "\n".join(" ".join(text.split()) for text in quoted),
        **{COMPONENT + one: "on" for one in named},
    }


def _looked_at() -> AnswerTime:
    return AnswerTime(LOOKED_AT_WITHIN, answer_time(current_settings()).calendar)


def _alike_to(voice: Voice) -> list[str]:
    """The requests that speak of the same, besides the one that its sender chose."""
    found = similar(f"{voice.subject}\n{voice.text}", _ALIKE + 1)
    return [slug for slug in found if slug != voice.outcome][:_ALIKE]


def _waiting(entry: Entry, heard: Mapping[str, int], now: datetime, zone: ZoneInfo) -> OpenRequest:
    answer_by = at(entry, "answer_by")
    wait = Wait(at(entry, "asked") or entry.at, answer_by, None)
    due = "" if answer_by is None else local_date(answer_by, zone).isoformat()
    return OpenRequest(
        entry, wait.days(now, zone), due, wait.is_late(now), heard.get(entry.slug, 0)
    )


def _goes_on(entry: Entry) -> bool:
    return entry.details.get("state") in GOING_ON and not entry.details.get("same_as")


def _going_on(entry: Entry, heard: Mapping[str, int], now: datetime, zone: ZoneInfo) -> OpenRequest:
    today = local_date(now, zone)
    since = local_date(at(entry, "asked") or entry.published_at, zone)
    due = str(entry.details.get("due") or "")
    is_late = bool(due) and date.fromisoformat(due) < today
    return OpenRequest(entry, (today - since).days, due, is_late, heard.get(entry.slug, 0))


def _is_stale(entry: Entry, now: datetime, zone: ZoneInfo) -> bool:
    since = stale_from(entry, zone)
    return since is not None and since <= now
