"""What a reader is owed when a promise was missed.

Source: numbers.md, "Service credits".
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from statuspage.config import CreditTier
from statuspage.domain.vocabulary import display
from statuspage.said import Said, said

UNDETERMINED = "undetermined"
"""Too little is known to say whether anything is owed."""

NONE = "none"
"""Nothing is owed."""


def told(due: str | None, if_unknown_was_bad: str | None) -> Said | None:
    """Both in words; the second where it is another. None where no credit is promised."""
    if due is None:
        return None
    words = _words(due)
    if if_unknown_was_bad in (None, due, UNDETERMINED):
        return words
    return said(
        "{credit}, and {more} if all that is unknown was bad",
        credit=words,
        more=_words(str(if_unknown_was_bad)),
    )


def _words(due: str) -> Said:
    if due == UNDETERMINED:
        return said("not decided, because too little is known")
    return said("none") if due == NONE else said("{digits}%", digits=due.removesuffix("%"))


def earned(good: Fraction, judged: Fraction, tiers: Sequence[CreditTier]) -> str | None:
    """The largest single credit for a share of good, as `"10%"`, else `"none"`.

    Equality earns the better tier. None where no credit is promised.
    """
    if not tiers:
        return None
    due = [tier.credit for tier in tiers if good < tier.below * judged]
    return display.percent_text(max(due)) + "%" if due else NONE
