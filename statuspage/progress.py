"""How far long work has come: told by whoever works, without knowing whether anybody looks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import TypeVar

from statuspage.said import Said

_Item = TypeVar("_Item")


@dataclass(frozen=True)
class Stage:
    """What is being done, and how much of it was done so far."""

    doing: Said  # another one is another stage, which begins at nothing
    done: int
    total: int | None = None  # None: nobody knows
    is_bytes: bool = False  # else pieces


Progress = Callable[[Stage], None]
"""Is told as often as one likes; whoever shows it sees to it that it costs next to nothing."""


def quietly(_: Stage) -> None:
    """Tell nobody."""


def each(items: Collection[_Item], doing: Said, progress: Progress) -> Iterator[_Item]:
    """The items one after another, told as they are done."""
    for done, item in enumerate(items):
        progress(Stage(doing, done, len(items)))
        yield item
    progress(Stage(doing, len(items), len(items)))
