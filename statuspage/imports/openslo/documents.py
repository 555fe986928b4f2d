"""Documents of YAML one after another, each with the line of each of its keys and items."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import yaml

from statuspage.config.faults import Path
from statuspage.errors import Problem
from statuspage.said import said

_LONGEST = 1024 * 1024  # characters; reading takes some seconds then
_DEEPEST = 40
_MOST = 50_000  # places in a document; aliases could make them endless


class _Loader(yaml.SafeLoader):
    """Times stay as they are written."""


_Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: str(node.value))


@dataclass(frozen=True)
class Document:
    """One document: its value, and the line of each key and item."""

    value: Any
    lines: dict[Path, int]

    def line(self, *path: str | int) -> int:
        """The line of a place, or of what holds it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines[path]

    def at(self, *path: str | int) -> Any:
        """The value at a place; None where there is none."""
        found = self.value
        for step in path:
            try:
                found = found[step]
            except (KeyError, IndexError, TypeError):
                return None
        return found


def documents(text: str, name: str) -> tuple[list[Document], list[Problem]]:
    """All documents of a text up to the first place that is not YAML, which is a fault."""
    found: list[Document] = []
    if len(text) > _LONGEST:
        return [], [Problem(name, 0, said("is longer than 1 MiB; import it in parts"))]
    loader = _Loader(text)
    try:
        while loader.check_node():
            node = loader.get_node()
            places = [*islice(_lines(node, (), frozenset()), _MOST + 1)]
            if len(places) > _MOST:
                raise ValueError
            found.append(Document(loader.construct_document(node), dict(places)))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or said("a character that YAML does not take")
        fault = said("is not YAML here: {problem}; fix this first", problem=what)
        return found, [Problem(name, mark.line + 1 if mark else 0, fault)]
    except (ValueError, RecursionError):
        return found, [Problem(name, 0, said("is nested too deeply, or holds no value; mend it"))]
    return found, []


def _lines(node: Any, path: Path, above: frozenset[int]) -> Iterator[tuple[Path, int]]:
    """The place of a node and of all within it; what holds itself is not followed."""
    yield path, node.start_mark.line + 1
    if id(node) in above or len(path) > _DEEPEST:
        return
    inside = above | {id(node)}
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                place = (*path, key.value)
                yield from _lines(value, place, inside)
                yield place, key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _lines(value, (*path, number), inside)
