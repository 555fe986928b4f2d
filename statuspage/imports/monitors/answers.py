"""Saved answers of the API of another monitoring system."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from statuspage.imports.histories.fields import TheirFields
from statuspage.imports.histories.given import Given
from statuspage.imports.histories.papers import papers


def answers(given: Given) -> Iterator[tuple[str, TheirFields]]:
    """Each answer in a file or a folder, with the name of its file. Raises SourceError."""
    for paper in papers(given.place, ".json", ".jsonl"):
        value = paper.json()
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, Mapping):
                yield paper.name, TheirFields(one, given.zone)
