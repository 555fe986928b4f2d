"""What one chat is to the rest: who spoke, and how an answer has to look."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

from werkzeug.datastructures import Headers

from statuspage.errors import StatusPageError
from statuspage.said import Said, said

WINDOW = timedelta(minutes=5)
"""A request that is older is one that somebody kept, and is refused."""


_OTHER = said("The signature does not fit the body; compare the secrets.")


class Unproven(StatusPageError):
    """Nobody who knows the secret sent this now."""

    def __init__(self, why: Said = _OTHER) -> None:
        super().__init__(why)


@dataclass(frozen=True)
class ChatRequest:
    """A request as it came."""

    body: bytes
    headers: Headers
    now: datetime

    def form(self) -> dict[str, str]:
        """The fields of a form; of some with one name the last."""
        return dict(parse_qsl(self.body.decode(errors="replace"), keep_blank_values=True))

    def require_recent(self, seconds: float) -> None:
        """Raises Unproven for a time that is not now."""
        if abs(self.now.timestamp() - seconds) > WINDOW.total_seconds():
            raise Unproven(
                said(
                    "The time of this request is more than {minutes} minutes from ours; check "
                    "both clocks.",
                    minutes=WINDOW // timedelta(minutes=1),
                )
            )

    def header(self, name: str) -> str:
        return self.headers.get(name, "")


@dataclass(frozen=True)
class Spoken:
    """One command: who gave it, and an id that is the same when it is sent again."""

    user: str
    text: str
    id: str


@dataclass(frozen=True)
class ChatForm:
    """How one chat asks, and wants to be answered."""

    read: Callable[[ChatRequest, str], Spoken]  # with the secret; raises Unproven
    answer: Callable[[str], dict[str, Any]]  # of plain text


def is_same(one: str, other: str) -> bool:
    """Whether two secrets are one; it takes as long when they are not."""
    return hmac.compare_digest(one.encode(), other.encode())
