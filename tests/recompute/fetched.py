"""What a site publishes, by its addresses, and the report of what differs in it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.request import urlopen

TRIES = 3
"""Figures go on by the minute: what was fetched over the turn of one is fetched again."""

Get = Callable[[str], str]
Document = Mapping[str, Any]


@dataclass
class Report:
    """How many figures were counted again, how often they stand on pages, and what differs."""

    figures: int = 0
    on_pages: int = 0
    faults: list[str] = field(default_factory=list)

    def expect(self, where: str, wanted: object, found: object) -> None:
        """Note where something published is not what was counted."""
        if wanted != found:
            self.faults.append(f"{where}: published {found!r}, counted {wanted!r}")

    def expect_soon(self, where: str, look: Callable[[], tuple[object, object]]) -> None:
        """Note it if what a look wants and finds still differs when it has looked again."""
        for _ in range(TRIES):
            wanted, found = look()
            if wanted == found:
                return
        self.expect(where, wanted, found)


@dataclass(frozen=True)
class Site:
    """Fetches text, JSON documents and tables by their paths."""

    get: Get

    def json(self, path: str) -> Document:
        found: Document = json.loads(self.get(path))
        return found

    def table(self, path: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.get(path))))


def over_http(url: str) -> Get:
    """Fetches from a site, by path."""

    def get(path: str) -> str:
        with urlopen(f"{url.rstrip('/')}{path}", timeout=60) as answer:
            return str(answer.read().decode())

    return get
