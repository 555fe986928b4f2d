"""The error budget: how much may be bad, and what is left of that.

Source: numbers.md, "Error budget and burn rate".
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from statuspage.domain.measured.availability import Counts
from statuspage.domain.vocabulary import display


@dataclass(frozen=True)
class Budget:
    """How much may be bad, in the unit of the counts. `remaining` may be negative.

    `used_percent` is None when the target allows nothing and something was bad.
    """

    allowed: int
    used: Fraction
    remaining: Fraction
    used_percent: str | None


def budget(counts: Counts, target: Fraction) -> Budget:
    """(1 - target) x (total - excluded), rounded down to the unit; its use rounds up.

    What is left out by the terms cannot fail, so it earns no budget either: a closed period without
    unknown time is missed if and only if more was bad than this allows exactly.
    """
    allowed = math.floor((1 - target) * (counts.total - counts.excluded))
    share = display.ceil_percent(counts.bad, allowed) if allowed else None
    used_percent = "0.00" if not counts.bad else share
    return Budget(allowed, counts.bad, allowed - counts.bad, used_percent)
