"""Whether what was done helped those who had asked for it, in their own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from statuspage.domain.measured.satisfaction import Disclosure, disclosure, wilson
from statuspage.domain.vocabulary import display


@dataclass(frozen=True)
class Helped:
    """How many said what, as it is published. Who does not know is not in the denominator."""

    yes: int
    partly: int
    no: int
    unknown: int

    @property
    def answers(self) -> int:
        return self.yes + self.partly + self.no

    @property
    def share(self) -> tuple[str, str, str] | None:
        """How many percent say yes, and the 95 % interval of that; None of too few answers."""
        if disclosure(self.answers) is not Disclosure.FULL:
            return None
        interval = wilson(self.yes, self.answers)
        low, high = (display.percent(Fraction(one), 1) for one in (interval.low, interval.high))
        return display.percent(self.yes, self.answers), low, high


def helped(counts: Mapping[str, int]) -> Helped | None:
    """What a tally says; None where nothing is published."""
    if not counts:
        return None
    return Helped(*(counts.get(name, 0) for name in ("yes", "partly", "no", "unknown")))
