"""Releases as the REST API of GitHub lists them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from statuspage.domain.desk.imported_change import ChangeBatch
from statuspage.errors import InvalidInput, Problem
from statuspage.imports.changelog.dates import find_day
from statuspage.imports.changelog.headings import Release, release_of
from statuspage.imports.changelog.markdown import read as read_markdown
from statuspage.said import said


def read(text: str, name: str, known: Mapping[str, str]) -> ChangeBatch:
    """The changes of each release, whose words are Markdown. Raises InvalidInput."""
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidInput({name: said("This is not JSON.")}) from None
    found = given if isinstance(given, list) else [given]
    if not all(isinstance(one, dict) and "tag_name" in one for one in found):
        text_of_fault = said("This is not a list of releases; each has a tag_name and a body.")
        raise InvalidInput({name: text_of_fault})
    batches = [_read_one(one, name, known) for one in found]
    return ChangeBatch(
        tuple(change for batch in batches for change in batch.changes),
        tuple(note for batch in batches for note in batch.notes),
    )


def _read_one(given: Mapping[str, Any], name: str, known: Mapping[str, str]) -> ChangeBatch:
    tag, title, body = (str(given.get(key) or "") for key in ("tag_name", "name", "body"))
    place = f"{name} ({tag})"
    named = release_of(tag)
    day, _ = find_day(str(given.get("published_at") or "")[:10])
    release = Release(named.version if named else tag, day)
    found = read_markdown(body, place, known, release)
    notes = list(found.notes)
    if title and title not in (tag, release.version):
        notes.insert(0, Problem(place, 0, said("kept as a release: {text}", text=title)))
    if not found.changes:
        notes.append(Problem(place, 0, said("holds no words, so nothing was taken")))
    return ChangeBatch(found.changes, tuple(notes))
