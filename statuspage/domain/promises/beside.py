"""What stands beside a figure, so that nobody reads more or less in it than it says.

Source: numbers.md, "Availability from probe results" and "Availability from incidents".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from statuspage.said import Said, counted


@dataclass(frozen=True)
class Beside:
    """Facts about how a figure came about. Percentages are digits, without the sign.

    None where the question does not arise, as for unconfirmed failures where nothing is probed.
    """

    unweighted: str | None = None  # the same if every impaired second counted whole
    worst_child: str | None = None  # of several components whose mean is shown
    unconfirmed: int | None = None  # failures and slow answers that no second check confirmed
    can_miss_seconds: int | None = None  # the longest outage that can go unseen
    probes: int = 0  # that are to measure it
    silent_probes: tuple[str, ...] = ()  # those of them of which nothing was heard
    lowered: int = 0  # incidents whose declared state was lowered after they closed
    shortened: int = 0  # incidents whose stated impact is shorter than what was measured
    is_reported: bool = False  # it rests on what we say alone: nothing measured it
    measured_by: tuple[str, ...] = ()  # sources, each with what it is asked


NOTHING = Beside()


def restated(beside: Beside) -> Iterator[Said]:
    """What is to be said of words that were made milder than they were, or than was measured."""
    if beside.lowered:
        yield counted(
            "{count} incident in this period was made milder after it had ended.",
            "{count} incidents in this period were made milder after they had ended.",
            beside.lowered,
        )
    if beside.shortened:
        yield counted(
            "For {count} incident in this period we state a shorter impact than our checks "
            "measured.",
            "For {count} incidents in this period we state a shorter impact than our checks "
            "measured.",
            beside.shortened,
        )
