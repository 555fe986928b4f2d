"""What may be asked at this moment, and about what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from statuspage.domain.asking.questions import QUESTIONS, QuestionKind, ReaderQuestion
from statuspage.domain.asking.times import is_felt, told_until
from statuspage.domain.asking.verdict import JUDGED, VERDICTS
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.errors import NotFound
from statuspage.said import Said, said
from statuspage.store.asking import rounds
from statuspage.store.incidents import incidents
from statuspage.store.measured import frozen, slas
from statuspage.store.published import entries

_NOTHING = said("There is nothing at this address")


@dataclass(frozen=True)
class AskedQuestion:
    """A question about one thing: what that is called, and where it stands.

    `by_link_alone`: only whoever was written to may answer. `is_over`: nobody may any more.
    """

    question: ReaderQuestion
    about: str
    title: str | Said = ""
    page: str = ""
    by_link_alone: bool = False
    is_over: bool = False


def asked(kind: str, about: str, now: datetime) -> AskedQuestion:
    """What is asked at an address. Raises NotFound. Use it in a snapshot."""
    try:
        question = QUESTIONS[QuestionKind(kind)]
    except ValueError:
        raise NotFound(_NOTHING) from None
    return _FOUND.get(question.kind, _of_round)(question, about, now)


def _told(question: ReaderQuestion, about: str, now: datetime) -> AskedQuestion:
    incident = incidents.by_key(about)
    until = told_until(incident)
    is_over = until is None or now >= until
    return AskedQuestion(question, about, incident.title, incident.path, is_over=is_over)


def _affected(question: ReaderQuestion, about: str, _: datetime) -> AskedQuestion:
    found = incidents.by_key(about)
    return AskedQuestion(question, about, found.title, found.path, is_over=not is_felt(found))


def _helped(question: ReaderQuestion, about: str, _: datetime) -> AskedQuestion:
    entry = _outcome(about)
    is_over = entry.details.get("state") != "done"
    return AskedQuestion(question, about, entry.title, entry.path, True, is_over)


def _disagreed(question: ReaderQuestion, about: str, _: datetime) -> AskedQuestion:
    room, _slash, name = about.partition("/")
    if room == EntryKind.OUTCOME:
        entry = _outcome(name)
        is_over = entry.details.get("state") not in JUDGED
        return AskedQuestion(question, about, entry.title, entry.path, is_over=is_over)
    sla, _slash, period = name.partition("/")
    figure = frozen.newest(sla, period) if room == "sla" else None
    if figure is None:
        raise NotFound(_NOTHING)
    named = slas.histories([sla])[sla][0].promised.title
    title = said("{label}: {text}", label=named, text=period)
    is_over = figure.verdict not in VERDICTS
    return AskedQuestion(question, about, title, f"/sla/{sla}/{period}", is_over=is_over)


def _of_round(question: ReaderQuestion, about: str, now: datetime) -> AskedQuestion:
    found = rounds.by_name(question.kind, about)
    if found is None:
        raise NotFound(_NOTHING)
    is_over = not found.is_taken(now)
    return AskedQuestion(question, about, "", "/", not found.is_open, is_over)


def _outcome(slug: str) -> Entry:
    entry = entries.by_slug(EntryKind.OUTCOME, slug)
    if entry.withdrawn_at is not None:
        raise NotFound(_NOTHING)
    return entry


_Finder = Callable[[ReaderQuestion, str, datetime], AskedQuestion]
_FOUND: Mapping[QuestionKind, _Finder] = {
    QuestionKind.TOLD: _told,
    QuestionKind.AFFECTED: _affected,
    QuestionKind.HELPED: _helped,
    QuestionKind.DISAGREED: _disagreed,
}
