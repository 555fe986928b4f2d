"""What people asked for on another board, in our terms; of whoever wrote it nothing is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Board(StrEnum):
    """Where it was asked before."""

    FIDER = "fider"
    QUACKBACK = "quackback"
    CANNY = "canny"
    CSV = "csv"


@dataclass(frozen=True)
class AskedElsewhere:
    """One request of another board, in our terms."""

    line: int
    id: str  # there; "" where it has none
    title: str
    text: str
    state: str  # of ours
    at: datetime | None
    votes: int
    response: str  # what was answered
    responded_at: datetime | None
    same_as: str  # the id, or the title, of the one it was merged into
    tags: tuple[str, ...]
