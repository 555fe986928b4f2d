"""Each new head goes to the witnesses; nothing that is published waits for them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from statuspage import clock
from statuspage.addresses import is_public_address
from statuspage.domain.record.cosignature import Cosignature
from statuspage.domain.record.note import Checkpoint, written
from statuspage.domain.record.policy import Witness
from statuspage.domain.record.proofs import consistency
from statuspage.domain.record.witnesses import Obstacle, WitnessContact
from statuspage.net.rules import AddressRule, anywhere
from statuspage.publish.cosigning import WitnessAnswer, ask
from statuspage.said import said
from statuspage.site import signing, witnessing
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.published import topics, witnesses
from statuspage.store.settings import current_settings, site
from statuspage.troubles import Troubles

_log = logging.getLogger(__name__)
_BETWEEN = 60.0  # seconds from head to head, so that witnesses are not asked for each entry
_LOOK_EVERY = 30.0  # seconds; a new entry is looked at in the next turn
_ANEW = timedelta(days=1)  # a head that stays is cosigned again, which shows that it is the newest
_FIRST, _LAST = timedelta(minutes=1), timedelta(hours=1)  # of pause after a fault, doubled
_MOST = timedelta(days=1)  # that a witness can keep us waiting
_AT_ONCE = 8
_AHEAD = timedelta(hours=1)  # that the clock of a witness may differ

_Asked = tuple[Witness, WitnessContact]


@dataclass(frozen=True)
class _Round:
    """One head, and the witnesses that are sent it."""

    head: Checkpoint
    note: str  # as it is signed
    asked: Sequence[_Asked]
    may_reach: AddressRule


class Witnesses:
    """Asks each witness for a cosignature of the newest head, all of them of the same one."""

    def __init__(self, elapsed: Callable[[], float] = clock.elapsed) -> None:
        self._elapsed = elapsed
        self._troubles = Troubles(_log)
        self._generation = -1
        self._look_at = 0.0
        self._next_at = 0.0

    def turn(self) -> None:
        """Raises StoreError. What goes wrong with a witness is kept, logged, and tried again."""
        now = self._elapsed()
        if now < self._next_at:
            return
        with db.snapshot():
            generation = topics.generation()
            if generation == self._generation and now < self._look_at:
                return
            found = _round(clock.now())
        self._generation, self._look_at = generation, now + _LOOK_EVERY
        if found is None:
            return
        self._next_at = now + _BETWEEN
        self._ask(found, found.asked)

    def _ask(self, found: _Round, asked: Sequence[_Asked], *, is_again: bool = False) -> None:
        """All of them at once; whoever has cosigned another head than was known is asked again."""
        size, again = found.head.size, list[_Asked]()
        with db.snapshot():
            given = [_given(found, witness, contact) for witness, contact in asked]
        with ThreadPoolExecutor(_AT_ONCE, "witness") as pool:
            tries = {
                pool.submit(ask, *what, found.may_reach): one
                for one, what in zip(asked, given, strict=True)
            }
            for answered in as_completed(tries):
                (witness, contact), answer = tries[answered], answered.result()
                if answer.size is None:
                    self._note(found, witness, contact, answer)
                elif answer.size <= size and not is_again:
                    again.append((witness, replace(contact, size=answer.size)))
                else:
                    self._note(found, witness, *_of_another_size(contact, answer.size, size))
        if again:
            self._ask(found, again, is_again=True)

    def _note(
        self, found: _Round, witness: Witness, contact: WitnessContact, answer: WitnessAnswer
    ) -> None:
        now, kept = clock.now(), answer.cosignature
        if kept is not None and kept.seen_at > now + _AHEAD:
            why = said("its clock is ahead: it says {at}.", at=kept.seen_at.isoformat())
            answer, kept = WitnessAnswer(obstacle=Obstacle.GARBLED, detail=why), None
        after = _after(contact, answer, found.head.size, now)
        with db.transaction(rings=kept is not None):
            witnesses.note_contact(after)
            if kept is not None:
                _keep(found, kept)
        if after.obstacle is None:
            self._troubles.good(witness.name)
        else:
            self._troubles.met(witness.name, str(after.words(witness.name, found.head.size)))


def _round(now: datetime) -> _Round | None:
    """What is to be asked now, if anything is. Inside one snapshot."""
    policy, here = witnesses.policy(), site()
    signer = signing.signer(here)
    if policy is None or signer is None:
        return None
    newest = witnessing.newest(LIBRARY, here)
    contacts = witnesses.contacts()
    known = [(one, _contact(one, contacts)) for one in policy.witnesses]
    asked = [
        (one, contact)
        for one, contact in known
        if contact.due_at <= now
        and (contact.asked_at is None or _is_wanted(newest.by.get(one.name), now))
    ]
    if not asked or not newest.head.size:
        return None
    is_free = current_settings().record.allow_private
    return _Round(
        newest.head,
        written(newest.head, signer),
        asked,
        anywhere if is_free else is_public_address,
    )


def _contact(witness: Witness, contacts: Mapping[str, WitnessContact]) -> WitnessContact:
    """As it was; at another address it is asked at once."""
    key = str(witness.key)
    found = contacts.get(key, WitnessContact(key, witness.url))
    if found.url == witness.url:
        return found
    return WitnessContact(key, witness.url, found.size)


def _is_wanted(cosignature: Cosignature | None, now: datetime) -> bool:
    return cosignature is None or cosignature.seen_at <= now - _ANEW


def _given(
    found: _Round, witness: Witness, contact: WitnessContact
) -> tuple[Witness, int, Sequence[bytes], str]:
    """What it is sent: where it stands as far as is known, and the proof from there."""
    former = min(contact.size, found.head.size)
    return (
        witness,
        former,
        consistency(former, found.head.size, LIBRARY.record.hashes),
        found.note,
    )


def _of_another_size(
    contact: WitnessContact, theirs: int, ours: int
) -> tuple[WitnessContact, WitnessAnswer]:
    """One that has cosigned more than there is, or that says another size each time."""
    if theirs > ours:
        return replace(contact, size=theirs), WitnessAnswer(obstacle=Obstacle.AHEAD)
    why = said("it says another size each time it is asked.")
    return contact, WitnessAnswer(obstacle=Obstacle.GARBLED, detail=why)


def _after(
    contact: WitnessContact, answer: WitnessAnswer, size: int, now: datetime
) -> WitnessContact:
    """How it stands with a witness after its answer to a head of so many entries."""
    if answer.obstacle is None:
        return WitnessContact(contact.key, contact.url, size, now, now)
    pause = answer.wait or min(_FIRST * 2 ** min(contact.failures, 10), _LAST)
    is_same = answer.obstacle is contact.obstacle
    return replace(
        contact,
        asked_at=now,
        due_at=now + min(max(pause, _FIRST), _MOST),
        failures=contact.failures + 1,
        obstacle=answer.obstacle,
        detail=answer.detail,
        since=contact.since if is_same else now,
    )


def _keep(found: _Round, cosignature: Cosignature) -> None:
    """Keep it, raise what is made anew by it, and forget what it makes superfluous."""
    witnesses.keep(found.head.size, cosignature)
    reached = witnessing.standing(LIBRARY, site()).witnessed
    witnesses.let_go(reached.head.size if reached else 0)
    db.raise_topics("cosignatures")
