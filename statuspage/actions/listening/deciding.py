"""What becomes of voices: they count for a request, old or new, or are turned away."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from statuspage import clock
from statuspage.actions.entries import write_entry
from statuspage.actions.given import Actor, checked_reason, refuse
from statuspage.actions.listening.answer_time import answer_time
from statuspage.actions.listening.hearing import count_anew, same_as
from statuspage.actions.listening.tending import wait_since
from statuspage.actions.once import once
from statuspage.actions.staff.audit import note_act
from statuspage.actions.telling import following
from statuspage.domain.listening.course import carried
from statuspage.domain.listening.merged import end_of
from statuspage.domain.listening.voice import Voice, VoiceState
from statuspage.domain.listening.waiting import WAITING
from statuspage.domain.record.recorded import stamp
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.domain.vocabulary.wordings import Texts
from statuspage.errors import InvalidInput
from statuspage.said import Said, said
from statuspage.store.listening import voices
from statuspage.store.published import entries
from statuspage.store.settings import current_settings

_HELD, _HEARD = VoiceState.HELD, VoiceState.HEARD


def take(keys: Collection[str], slug: str, actor: Actor) -> str:
    """Count some voices for a request; returns its slug, or that of the one it was merged into.

    Raises InvalidInput (none is chosen), NotFound, StoreError.
    """
    now = clock.now()
    with once(actor.submission) as deed:
        if deed.answer is None:
            deed.answer = _take(_chosen(keys), slug, actor, now)
        return deed.answer


def take_as_new(
    keys: Collection[str],
    front: Mapping[str, Any],
    body: str,
    actor: Actor,
    *,
    zone: ZoneInfo,
    texts: Mapping[str, Texts] | None = None,
) -> Entry:
    """Publish a new request (as `write_entry`) and count for it the voices that it came from.

    It was asked when the first of them came. Those that are gone meanwhile count for nothing.
    Raises as `write_entry`.
    """
    now = clock.now()
    with once(actor.submission) as deed:
        if deed.answer is None:
            found = voices.known(keys)
            whole = {**_clock(found, front, now), **front}
            within = replace(actor, submission=None)
            made = write_entry(EntryKind.OUTCOME, whole, body, within, zone=zone, texts=texts)
            deed.answer = _take(found, made.slug, actor, now) if found else made.slug
        return entries.by_slug(EntryKind.OUTCOME, deed.answer)


def _clock(found: Sequence[Voice], front: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Since when some voices wait, and that they are answered now if that is what is published."""
    if not found:
        return {}
    asked = {"state": WAITING, "asked": stamp(min(one.at for one in found))}
    clock_of = carried(asked, None, now, answer_time(current_settings()))
    is_answered = front.get("state") != WAITING
    return {**clock_of, **({"answered": stamp(now)} if is_answered else {})}


def turn_away(keys: Collection[str], why: str, actor: Actor) -> None:
    """Voices that are no request count for nothing; who left an address is told why, once.

    Raises InvalidInput, NotFound, StoreError.
    """
    now = clock.now()
    faults: dict[str, Said] = {}
    why = checked_reason(faults, why, name="why")
    refuse(faults)
    with once(actor.submission) as deed:
        if deed.answer is not None:
            return
        found = [one for one in _chosen(keys) if one.state is not VoiceState.TURNED_AWAY]
        for one in found:
            turned = {"state": VoiceState.TURNED_AWAY, "why": why, "decided_at": now}
            voices.change(one.key, **turned)
            following.turned_away(replace(one, **turned))  # type: ignore[arg-type]
        count_anew({one.outcome for one in found if one.state is _HEARD}, now)
        if found:
            note_act(actor, "turn away", f"voice/{found[0].key}", None, {"count": len(found)})
        deed.answer = "turned away"


def _chosen(keys: Collection[str]) -> Sequence[Voice]:
    if not keys:
        raise InvalidInput({"voices": said("Nothing is chosen; mark the comments that are meant.")})
    return voices.named(keys)


def _take(found: Sequence[Voice], slug: str, actor: Actor, now: datetime) -> str:
    end = end_of(entries.by_slug(EntryKind.OUTCOME, slug).slug, same_as)
    former = {one.outcome for one in found if one.state is _HEARD}
    for one in found:
        voices.change(one.key, state=_HEARD, outcome=end, decided_at=now, why="")
        following.onto(replace(one, state=_HEARD, outcome=end), end)
    first = {"asked": stamp(min(one.at for one in found))}
    wait_since(entries.by_slug(EntryKind.OUTCOME, end), first, now, said("entry.asked_before").key)
    count_anew({end, *former}, now)
    note_act(actor, "take voices", f"{EntryKind.OUTCOME}/{end}", None, {"count": len(found)})
    return end
