"""The demo goes on while it runs: checks come in, and its open incident keeps its word.

What it says is as made up as the rest. Nothing answers for somebody who spoke at the desk.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from statuspage import clock
from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.posting import post_update
from statuspage.domain.incidents.incident import Incident
from tests.demo.measuring import fill_year
from tests.demo.script import CURRENT, FURTHER, LAST, Word
from tests.demo.stories import DEMO, open_one, tell, texts_of

_MINUTE = timedelta(minutes=1)
_EARLY = 5 * _MINUTE  # before a promised time the next word comes
_WAS_OFF = timedelta(hours=2)  # after the promised time: nobody watched, so the story is told anew
_WORDS = (*CURRENT.words[1:], *FURTHER)


def tend(now: datetime) -> None:
    """Bring the demo up to now. Raises StoreError."""
    with clock.standing_at(now):
        fill_year(now)
    speak(now)


def speak(now: datetime) -> None:
    """Say the next word of the open incident, when its time has nearly come."""
    one = open_one()
    if one is None or one.next_due is None or one.updates[0].author != DEMO.name:
        return
    if now < one.next_due - _EARLY:
        return
    said = len(one.updates) - 1
    if now > one.next_due + _WAS_OFF:
        _say(one, LAST, one.next_due - _EARLY)
    elif said < len(_WORDS):
        _say(one, _WORDS[said], min(now, one.next_due - _MINUTE))
    else:
        _say(one, LAST, now)
        fresh = replace(CURRENT, ago=timedelta(0), before=timedelta(0), words=CURRENT.words[:1])
        tell(fresh, now)


def _say(one: Incident, word: Word, at: datetime) -> None:
    due = at + word.due if word.due else None
    with clock.standing_at(at):
        told = NewUpdate(word.body, word.status, next_due=due, texts=texts_of(word))
        post_update(one.key, told, DEMO)
