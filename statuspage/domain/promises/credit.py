"""What a reader is owed when a promise was missed.

Source: numbers.md, "Service credits".
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from statuspage.config import CreditTier
from statuspage.domain.vocabulary import display

UNDETERMINED = "undetermined"
"""Too little is known to say whether anything is owed."""


def earned(good: Fraction, judged: Fraction, tiers: Sequence[CreditTier]) -> str | None:
    """The largest single credit for a share of good, as `"10%"`, else `"none"`.

    Equality earns the better tier. None where no credit is promised.
    """
    if not tiers:
        return None
    due = [tier.credit for tier in tiers if good < tier.below * judged]
    return display.percent_text(max(due)) + "%" if due else "none"
