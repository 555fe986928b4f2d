"""Taking what readers answer: once by each link, and changeable for a while."""

from __future__ import annotations

from statuspage import clock
from statuspage.actions.asking import helped, links
from statuspage.actions.asking.asked import AskedQuestion, asked
from statuspage.actions.once import once
from statuspage.domain.asking.questions import QuestionKind
from statuspage.domain.asking.release import ReaderAnswer
from statuspage.domain.asking.times import CHANGEABLE_FOR
from statuspage.errors import Conflict, InvalidInput, NotFound
from statuspage.said import said
from statuspage.store import db
from statuspage.store.asking import answers
from statuspage.store.asking.answers import KeptAnswer
from statuspage.store.keys import new_key

OVER = said("This is not asked any more.")
FIXED = said("Your answer is counted. It could be changed for 7 days.")
BY_LINK = said("Only those whom we wrote to are asked this. Open the link in your message.")


def answer(kind: str, about: str, choice: str, *, by: str, submission: str) -> str:
    """Take an answer; returns its key. By a link the same person answers once, and may change it.

    Raises InvalidInput, NotFound, Conflict, StoreError.
    """
    whose = links.whose(kind, about, by)
    with once(None if whose else submission) as deed:
        if deed.answer is not None:
            return deed.answer
        found = asked(kind, about, clock.now())
        if found.by_link_alone and whose is None:
            raise Conflict(BY_LINK)
        if found.is_over:
            raise Conflict(OVER)
        deed.answer = _taken(found, choice, whose)
        return deed.answer


def former_choice(kind: str, about: str, by: str) -> str:
    """What was answered by a link before; "" where nothing was. Use it in a snapshot."""
    whose = links.whose(kind, about, by)
    kept = answers.of_link(QuestionKind(kind), about, whose) if whose else None
    return kept.answer.choice if kept else ""


def change(key: str, choice: str) -> None:
    """Say something else. Raises InvalidInput, NotFound, Conflict, StoreError."""
    with db.transaction():
        kept = answers.by_key(key)
        if kept is None:
            raise NotFound(said("There is nothing at this address"))
        found = asked(kept.kind, kept.about, clock.now())
        _change(found, kept, choice)


def is_changeable(kept: KeptAnswer, found: AskedQuestion) -> bool:
    """Whether an answer may be changed now."""
    is_early = clock.now() < kept.answer.at + CHANGEABLE_FOR
    return found.question.is_changeable and is_early


def _taken(found: AskedQuestion, choice: str, whose: str | None) -> str:
    _require_choice(found, choice)
    kind, now = found.question.kind, clock.now()
    kept = answers.of_link(kind, found.about, whose) if whose else None
    if kept is not None:
        _change(found, kept, choice)
        return kept.answer.key
    key = new_key()
    answers.insert(kind, found.about, whose or new_key() + key, ReaderAnswer(key, choice, now))
    _follow(kind, found.about, choice)
    return key


def _change(found: AskedQuestion, kept: KeptAnswer, choice: str) -> None:
    _require_choice(found, choice)
    if choice == kept.answer.choice:
        return
    if not is_changeable(kept, found):
        raise Conflict(FIXED)
    answers.change(kept.answer.key, choice)
    _follow(kept.kind, kept.about, choice)


def _follow(kind: QuestionKind, about: str, choice: str) -> None:
    if kind is QuestionKind.HELPED and choice == "no":
        helped.reopen_if_many(about, clock.now())


def _require_choice(found: AskedQuestion, choice: str) -> None:
    if choice not in found.question.choices:
        raise InvalidInput({links.CHOICE: said("Choose one of the answers.")})
