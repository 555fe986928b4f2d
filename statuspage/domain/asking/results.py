"""What is published of the answers to one question, as pages, documents and tables all show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from statuspage.domain.asking.questions import QUESTIONS, UNKNOWN, QuestionKind, ReaderQuestion
from statuspage.domain.measured.satisfaction import Disclosure, disclosure, survey_json, wilson
from statuspage.domain.vocabulary import display
from statuspage.domain.vocabulary.tally import Tally

ASKED = "asked"
"""The kind of tally that says how many people were asked, about "csat/spring"."""

LINKS = "links"


@dataclass(frozen=True)
class Results:
    """The answers to a question about one thing. `asked`: how many links were sent, where known."""

    question: ReaderQuestion
    about: str
    tally: Tally | None
    asked: int | None = None

    @property
    def answers(self) -> int:
        """How many are published that say something; those who do not know are beside them."""
        return sum(self.counts.values())

    @property
    def counts(self) -> Mapping[str, int]:
        told = self.tally.counts if self.tally else {}
        return {choice: told.get(choice, 0) for choice in self.question.judging}

    @property
    def unknown(self) -> int:
        return self.tally.counts.get(UNKNOWN, 0) if self.tally else 0

    @property
    def shown(self) -> Disclosure:
        return disclosure(self.answers)

    @property
    def figures(self) -> Mapping[str, str]:
        """Digits of what follows from the counts, from 30 answers on, as `survey_json` names them.

        Of questions that are answered in words `percent` is the share of the first answer, with the
        ends of its 95 % interval.
        """
        if self.shown is not Disclosure.FULL or len(self.counts) == 1:
            return {}
        if self.question.survey is not None:
            told = survey_json(self.question.survey, list(self.counts.values()))
            return {name: one for name, one in told.items() if name in _FIGURES}
        good = next(iter(self.counts.values()))
        interval = wilson(good, self.answers)
        return {
            "percent": display.percent(good, self.answers),
            "low": display.percent(Fraction(interval.low), 1),
            "high": display.percent(Fraction(interval.high), 1),
        }

    @property
    def response_percent(self) -> str | None:
        """The share of those who were asked whose answers are published."""
        if not self.asked or not self.tally:
            return None
        return display.percent(min(self.tally.total, self.asked), self.asked)

    def document(self) -> dict[str, Any]:
        """The same in JSON types."""
        is_told = self.tally is not None
        return {
            "question": self.question.kind.value,
            "about": self.about,
            "suppressed": not is_told,
            "answers": self.answers if is_told else None,
            "unknown": self.unknown if is_told else None,
            "counts": dict(self.counts) if is_told else None,
            "asked": self.asked,
            "response_percent": self.response_percent,
            **{name: self.figures.get(name) for name in _FIGURES},
        }


_FIGURES = ("percent", "low", "high", "mean", "score", "margin")


def results(
    kind: QuestionKind, about: str, tally: Tally | None, asked: int | None = None
) -> Results:
    """What is published of one question about one thing."""
    return Results(QUESTIONS[kind], about, tally, asked)
