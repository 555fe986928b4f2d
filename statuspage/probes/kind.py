"""What a kind of probe is: one object with all that the program knows of a way to ask.

A kind is imported wherever settings are read, so what only its check needs is imported there.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from statuspage.config.probes import ProbeKeys
from statuspage.domain.measured.reason import Reason
from statuspage.net.stopwatch import Stopwatch
from statuspage.said import Said

if TYPE_CHECKING:
    from statuspage.net.connect import Outside


class Failed(Exception):
    """The target is not what was promised; its reason says how."""

    def __init__(self, kind: str, text: Said, **facts: int | str) -> None:
        super().__init__(text)
        self.reason = Reason(kind, text, facts)


class Blind(Exception):
    """Nothing can be said of the target; its reason says why."""

    def __init__(self, text: Said) -> None:
        super().__init__(text)
        self.reason = Reason("ours", text)


Keys = TypeVar("Keys", bound=ProbeKeys)
Measure = Callable[[Keys, Stopwatch, "Outside"], Awaitable[Reason | None]]
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
