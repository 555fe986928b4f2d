"""A duty of the worker: what it does, and how often."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


def _nothing() -> None:
    pass


@dataclass(frozen=True)
class Duty:
    """One thing that is done again and again.

    `every` is seconds from turn to turn; 0 means each turn of the loop. A duty that waits for
    others, such as disks or networks, `is_alone` on a thread, so that it holds up no other.
    """

    name: str
    act: Callable[[], None]
    every: float = 0.0
    is_alone: bool = False
    begin: Callable[[], None] = _nothing  # before the first turn
    end: Callable[[], None] = _nothing  # to be over soon
