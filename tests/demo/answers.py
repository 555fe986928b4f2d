"""What readers of the demo answered: on incidents that are over or open, and to surveys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import cycle, islice

from statuspage import clock
from statuspage.actions.asking.answering import answer
from statuspage.actions.asking.publishing import publish_answers
from statuspage.actions.asking.surveys import make_links, open_to_all, rounds_kept
from statuspage.domain.asking.times import told_until
from statuspage.store import db
from statuspage.store.incidents import incidents
from tests.demo.stories import DEMO, open_one

_ROUND = "customers"
_SCORES = ("5", "4", "5", "3", "4", "5", "2", "4", "5", "unknown", "1")
_LIKELY = ("9", "10", "8", "7", "9", "6", "10", "3", "9")
_TOLD = ("yes", "yes", "partly", "yes", "no", "yes", "unknown")
_BELIEVED = ("yes", "yes", "partly", "yes", "no")


def ask(now: datetime) -> None:
    """Have readers answer, unless they did. Raises StoreError."""
    if rounds_kept():
        return
    with clock.standing_at(now - timedelta(days=2)):
        _survey("csat", 120, islice(cycle(_SCORES), 71))
        _survey("nps", 120, islice(cycle(_LIKELY), 43))
        open_to_all("true", _ROUND, DEMO)
        _answer("true", _ROUND, islice(cycle(_BELIEVED), 23))
        publish_answers()
    with clock.standing_at(now):
        with db.snapshot():
            newest = incidents.newest(30)
        over = [one for one in newest if (until := told_until(one)) is not None and now < until]
        if over:
            _answer("told", over[0].key, islice(cycle(_TOLD), 38))
        if (going_on := open_one()) is not None:
            _answer("affected", going_on.key, ["yes"] * 27)
        publish_answers()


def _survey(kind: str, links: int, choices: Iterable[str]) -> None:
    tokens = make_links(kind, _ROUND, links, DEMO)
    _answer(kind, _ROUND, choices, tokens)


def _answer(kind: str, about: str, choices: Iterable[str], tokens: Sequence[str] = ()) -> None:
    with db.transaction():  # one for all of them
        for nth, choice in enumerate(choices):
            by = tokens[nth] if tokens else ""
            answer(kind, about, choice, by=by, submission=f"demo/{kind}/{about}/{nth}")
