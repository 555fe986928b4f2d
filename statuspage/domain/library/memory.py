"""Answers that outlive one reading: each holds until a topic it rests on rises."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from typing import Any

_MOST = 2000
"""Answers kept before those that were not asked for since are let go."""


@dataclass(frozen=True)
class Held:
    """An answer, and the topics it rests on."""

    answer: Any
    topics: frozenset[str]


class Memory:
    """What was answered lately, by room and question. Of one thread.

    Whoever reads anew says first what rose since. What turns by itself is not kept here.
    """

    def __init__(self) -> None:
        self._kept: dict[Hashable, Held] = {}
        self._former: dict[Hashable, Held] = {}

    def forget(self) -> None:
        """Keep nothing."""
        self._kept.clear()
        self._former.clear()

    def rose(self, topics: Collection[str]) -> None:
        """Forget what rests on any of these."""
        if topics:
            self._kept = _without(self._kept, topics)
            self._former = _without(self._former, topics)

    def find(self, question: Hashable) -> Held | None:
        """What was answered, if that still holds."""
        held = self._kept.get(question)
        if held is None and (held := self._former.pop(question, None)) is not None:
            self.keep(question, held)
        return held

    def keep(self, question: Hashable, held: Held) -> None:
        """Remember an answer."""
        if len(self._kept) >= _MOST:
            self._former, self._kept = self._kept, {}
        self._kept[question] = held


def _without(held: dict[Hashable, Held], topics: Collection[str]) -> dict[Hashable, Held]:
    return {question: one for question, one in held.items() if one.topics.isdisjoint(topics)}
