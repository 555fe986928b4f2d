"""Which part of a list a program asks for: so many, in one state, after what it had already."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeVar

from statuspage.errors import InvalidInput
from statuspage.said import Said, said

MOST = 200
USUAL = 50
"""How many are given where a limit is not named."""

OPEN, ALL = "open", "all"
NAMES = ("limit", "cursor", "state")
"""What a query may hold."""

_KEY = re.compile(r"[a-z0-9-]{1,200}", re.IGNORECASE | re.ASCII)
_Row = TypeVar("_Row")


@dataclass(frozen=True)
class ListPart:
    """Part of a list, the newest first. `after` is the id of the last one that was given before."""

    limit: int | None = None
    after: str = ""
    state: str = ""

    @property
    def is_everything(self) -> bool:
        """Whether nothing in particular is asked for."""
        return self == WHOLE

    @property
    def most(self) -> int:
        """How many are given at the most."""
        return self.limit or USUAL

    def to_query(self, after: str | None = None) -> list[tuple[str, str]]:
        """Names and values for a query string, always in the same order; or after another."""
        place = self.after if after is None else after
        found = {
            "state": self.state,
            "limit": str(self.limit) if self.limit else "",
            "cursor": cursor_of(place) if place else "",
        }
        return [(name, value) for name, value in found.items() if value]

    @classmethod
    def from_query(cls, pairs: Iterable[tuple[str, str]]) -> ListPart:
        """Read a query string. Raises InvalidInput for a name or value that none has."""
        faults: dict[str, Said] = {}
        found: dict[str, str] = {}
        for name, value in pairs:
            if name in NAMES:
                found[name] = value
            else:
                [meant] = get_close_matches(name, NAMES, n=1, cutoff=0) or ["limit"]
                told = {"name": name, "meant": meant}
                faults[name] = said("There is no '{name}' here; did you mean '{meant}'?", **told)
        limit = _limit(found.get("limit"), faults)
        after = _after(found.get("cursor"), faults)
        state = found.get("state", "")
        if state not in ("", OPEN, ALL):
            faults["state"] = said("It is {open} or {all}.", open=OPEN, all=ALL)
        if faults:
            raise InvalidInput(faults)
        return cls(limit, after, state)

    def cut(
        self, rows: Sequence[_Row], key: Callable[[_Row], str]
    ) -> tuple[list[_Row], str | None]:
        """The part of a whole list, and the id after which it goes on, if it does.

        Raises InvalidInput for a cursor of something that is not in it.
        """
        start = 0
        if self.after:
            places = [place for place, row in enumerate(rows) if key(row) == self.after]
            if not places:
                raise InvalidInput({"cursor": NO_PLACE})
            start = places[0] + 1
        return self.ended(list(rows[start:]), key)

    def ended(
        self, rows: Sequence[_Row], key: Callable[[_Row], str]
    ) -> tuple[list[_Row], str | None]:
        """The first of some rows, and the id after which they go on, if they do."""
        found = list(rows[: self.most])
        return found, key(found[-1]) if len(rows) > len(found) else None


WHOLE = ListPart()
NO_PLACE = said("This cursor does not fit here. Begin again without one.")


def cursor_of(key: str) -> str:
    """An id as programs are handed it: opaque, so that nobody builds one."""
    return base64.urlsafe_b64encode(f"after {key}".encode()).decode().rstrip("=")


def _after(cursor: str | None, faults: dict[str, Said]) -> str:
    if cursor is None:
        return ""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        text = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        text = ""
    start, _, key = text.partition(" ")
    if start != "after" or not _KEY.fullmatch(key):
        faults["cursor"] = NO_PLACE
    return key


def _limit(text: str | None, faults: dict[str, Said]) -> int | None:
    if text is None:
        return None
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
    if not 1 <= number <= MOST:
        faults["limit"] = said("Give a whole number from 1 to {most}.", most=MOST)
    return number
