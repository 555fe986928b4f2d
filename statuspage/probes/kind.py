"""What a kind of probe is: one object with all that the program knows of a way to ask.

A kind is imported wherever settings are read, so what only its check needs is imported there.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from statuspage.config.probes import ProbeKeys
from statuspage.net.stopwatch import Stopwatch
from statuspage.said import Said

if TYPE_CHECKING:
    from statuspage.net.connect import Outside


class _Outcome(Exception):
    def __init__(self, text: Said) -> None:
        super().__init__(text)
        self.said = text


class Failed(_Outcome):
    """The target is not what was promised; the message says how."""


class Blind(_Outcome):
    """Nothing can be said of the target; the message says why."""


Keys = TypeVar("Keys", bound=ProbeKeys)
Measure = Callable[[Keys, Stopwatch, "Outside"], Awaitable[Said | None]]
"""Returns None or why the answer is degraded. Raises Failed, Blind, Unreachable, OSError."""


def _nowhere(_: Any) -> str:
    return ""


@dataclass(frozen=True)
class ProbeKind(Generic[Keys]):
    """A kind of probe, by the name that its tables bear as `type`."""

    name: str
    settings: type[Keys]
    measure: Measure[Keys] | None = None
    """One check; None where results come to us by themselves."""
    host: Callable[[Keys], str] = _nowhere
    """The host that is asked, or "" where that cannot be told beforehand."""
