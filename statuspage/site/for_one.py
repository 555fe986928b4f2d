"""What the program alone answers, made for whoever asks: no list names it and no copy holds it."""

from __future__ import annotations

import re

from statuspage.domain.vocabulary.languages import split

_FOR_ONE = re.compile(
    r"/(ask|u|subscribe/(confirm|undo|code)|feedback/mine)/.+|/subscribe/me(/.+)?"
)
_OF_STAFF = re.compile(r"/(admin|healthz|metrics)(/.*)?")


def is_for_one(path: str) -> bool:
    """Whether an address is of the staff desk, or of one reader's question, link or settings."""
    places = (path, split(path)[1])  # "/ask/told/ID" looks like a page in the language "ask"
    return _OF_STAFF.fullmatch(path) is not None or any(map(_FOR_ONE.fullmatch, places))
