"""What a history lies in: a file, an address, or a folder of files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from statuspage.errors import SourceError, message
from statuspage.imports import document, source
from statuspage.said import said


@dataclass(frozen=True)
class Paper:
    """One file, and what to call it."""

    name: str
    data: bytes

    @property
    def text(self) -> str:
        return document.decoded(self.data)

    def line_of(self, key: str) -> int:
        """The line in which something has that id; 0 where nothing has."""
        is_it = rb'"id"\s*:\s*"?' + re.escape(key.encode()) + rb'"?\s*[,}]'
        found = re.search(is_it, self.data) if key else None
        return self.data.count(b"\n", 0, found.start()) + 1 if found else 0

    def json(self) -> Any:
        """What it holds as JSON, also as one value on each line. Raises SourceError."""
        text = self.text.lstrip("\ufeff")
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            found = _on_lines(text)
            if found is not None:
                return found
            raise SourceError(
                said("{name} is not JSON ({error}).", name=self.name, error=message(error))
            ) from error


def _on_lines(text: str) -> list[Any] | None:
    """JSON values one below the other, as programs print page after page; None: it is not that."""
    read, place, found = json.JSONDecoder(), 0, []
    try:
        while place < len(text):
            value, place = read.raw_decode(text, place)
            found.append(value)
            place += len(text[place:]) - len(text[place:].lstrip())
    except (ValueError, RecursionError):
        return None
    return found


def papers(place: str, *endings: str) -> Iterator[Paper]:
    """A file, "-" or an address as one paper; a folder as all its files that end so, in order.

    Raises SourceError, also for a folder that has none.
    """
    folder = Path(place)
    if not folder.is_dir():
        yield Paper(source.name_of(place), source.read(place))
        return
    found = sorted(one for one in folder.rglob("*") if one.suffix.lower() in endings)
    if not found:
        raise SourceError(
            said("{name} holds no file that ends in {endings}.", name=place, endings=[*endings])
        )
    for one in found:
        yield Paper(str(one), source.read(str(one)))
