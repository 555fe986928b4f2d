"""Written entries as Markdown with front matter: the form in which content/ is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from statuspage.domain.vocabulary.entry import Entry, EntryKind

_WRITTEN = "written"
"""The folder of what was written in the desk: in content/, a file would be in charge of it."""


def content_files(entry: Entry, zone: ZoneInfo) -> Iterator[tuple[str, bytes]]:
    """The file of an entry that stands, and one for each further language."""
    path = entry.file or f"{_WRITTEN}/{entry.kind}/{entry.slug}.md"
    yield path, _file({"title": entry.title, **_date(entry, zone), **entry.details}, entry.body)
    for language in entry.wordings:
        texts = dict(entry.wordings.of(language))
        body = texts.pop("body", "")
        yield f"{path.removesuffix('.md')}.{language}.md", _file(texts, body)


def _file(front: Mapping[str, Any], body: str) -> bytes:
    said = {name: value for name, value in front.items() if value not in (None, "", [], {})}
    told = yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=100)
    return f"---\n{told if said else ''}---\n{body}".encode()


def _date(entry: Entry, zone: ZoneInfo) -> dict[str, str]:
    """The day it stands under, with the time where that is not its first moment."""
    local = entry.at.astimezone(zone)
    if entry.kind is EntryKind.TEMPLATE:
        return {}
    if local.time() == time():
        return {"date": local.date().isoformat()}
    return {"date": local.isoformat(" ")}
