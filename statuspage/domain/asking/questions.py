"""The questions that readers are asked, each with what can be answered.

Sources of the wording: Reichheld, "The One Number You Need to Grow" (2003) for NPS; Dixon et al.,
"The Effortless Experience" (2013) for CES; the Friends and Family Test of the NHS for "don't know".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from statuspage.domain.measured.satisfaction import SCALES, Survey
from statuspage.said import Said, said

UNKNOWN = "unknown"
"""The answer of whoever does not know: it is counted beside the others, never among them."""


class QuestionKind(StrEnum):
    """What is asked. The name is part of addresses and of the record, so it stays."""

    TOLD = "told"
    AFFECTED = "affected"
    HELPED = "helped"
    DISAGREED = "disagreed"
    CSAT = "csat"
    NPS = "nps"
    CES = "ces"
    TRUE = "true"
    SOON = "soon"
    KEPT = "kept"


_SURVEYS = {
    QuestionKind.CSAT: Survey.CSAT,
    QuestionKind.NPS: Survey.NPS,
    QuestionKind.CES: Survey.CES,
}


@dataclass(frozen=True)
class ReaderQuestion:
    """A question with its answers by name, in the order in which they are shown.

    `ends` says what the lowest and the highest of a scale mean. `is_changeable`: for a while.
    """

    kind: QuestionKind
    words: Said
    choices: Mapping[str, Said | str]
    ends: tuple[Said, Said] | None = None
    is_changeable: bool = True

    @property
    def judging(self) -> Sequence[str]:
        """The answers that count, without "don't know"."""
        return [name for name in self.choices if name != UNKNOWN]

    @property
    def survey(self) -> Survey | None:
        """Of which survey an answer is a rating."""
        return _SURVEYS.get(self.kind)


_DONT_KNOW = said("I don’t know")
_FOUR: Mapping[str, Said | str] = {
    "yes": said("Yes"),
    "partly": said("Partly"),
    "no": said("No"),
    UNKNOWN: _DONT_KNOW,
}


def _scale(kind: QuestionKind, words: Said, low: Said, high: Said) -> ReaderQuestion:
    choices: dict[str, Said | str] = {str(score): str(score) for score in SCALES[_SURVEYS[kind]]}
    return ReaderQuestion(kind, words, choices | {UNKNOWN: _DONT_KNOW}, (low, high))


_ALL = (
    ReaderQuestion(QuestionKind.TOLD, said("Did these updates tell you what you needed?"), _FOUR),
    ReaderQuestion(
        QuestionKind.AFFECTED,
        said("Does this affect you?"),
        {"yes": said("This affects me, too")},
        is_changeable=False,
    ),
    ReaderQuestion(QuestionKind.HELPED, said("Did it help?"), _FOUR),
    ReaderQuestion(
        QuestionKind.DISAGREED,
        said("Do you see it differently?"),
        {"disagree": said("I disagree")},
        is_changeable=False,
    ),
    _scale(
        QuestionKind.CSAT,
        said("Overall, how satisfied are you with our service?"),
        said("not at all satisfied"),
        said("very satisfied"),
    ),
    _scale(
        QuestionKind.NPS,
        said("How likely are you to recommend us to a friend or colleague?"),
        said("not at all likely"),
        said("extremely likely"),
    ),
    _scale(
        QuestionKind.CES,
        said("How much do you agree: “They made it easy for me”?"),
        said("I disagree entirely"),
        said("I agree entirely"),
    ),
    ReaderQuestion(QuestionKind.TRUE, said("Do you believe what this status page says?"), _FOUR),
    ReaderQuestion(
        QuestionKind.SOON, said("When something breaks, do you hear from us soon enough?"), _FOUR
    ),
    ReaderQuestion(QuestionKind.KEPT, said("Do we keep what we promise?"), _FOUR),
)
QUESTIONS: Mapping[QuestionKind, ReaderQuestion] = {one.kind: one for one in _ALL}

SURVEYED = (
    *(QuestionKind.CSAT, QuestionKind.NPS, QuestionKind.CES),
    *(QuestionKind.TRUE, QuestionKind.SOON, QuestionKind.KEPT),
)
"""What a survey may ask; the other questions are about one thing on the page."""
