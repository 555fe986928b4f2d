"""The YAML between two lines of `---`: its values, and the line of each key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from statuspage.config.faults import Fault
from statuspage.config.faults import Path as KeyPath
from statuspage.config.reading.locate import Lines
from statuspage.said import Said, said

_BOUNDARY = re.compile(r"^-{3,}\s*$", re.MULTILINE)  # as Jekyll and its many heirs have it
_LONGEST = 64 * 1024  # characters; reading takes about a second then


class FrontMatterError(Exception):
    """The front matter cannot be read at all; `line` is a line of the file."""

    def __init__(self, line: int, text: Said) -> None:
        super().__init__(text)
        self.line = line
        self.text = text


@dataclass(frozen=True)
class Parsed:
    """A file taken apart. `lines` knows each key and each item of a list; `body` is Markdown."""

    values: dict[str, Any]
    lines: Lines
    body: str
    doubles: tuple[Fault, ...]  # keys that stand there twice, of which YAML would take the last


class _Loader(yaml.SafeLoader):
    """Leaves dates as text: a wrong one is then a fault of its key and not of the whole file.

    The quicker loader in C is not taken: deep nesting ends its process, here it is an exception.
    """


def _as_text(_: _Loader, node: yaml.ScalarNode) -> str:
    return str(node.value)


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _as_text)


def parse(text: str) -> Parsed:
    """Take front matter and body apart. Raises FrontMatterError."""
    opening = _BOUNDARY.match(text)
    if opening is None:
        raise FrontMatterError(
            1, said("has no front matter; begin it with ---, title: ..., and --- again")
        )
    closing = _BOUNDARY.search(text, opening.end())
    if closing is None:
        raise FrontMatterError(
            1, said("its front matter has no end; add a line with only --- after the last key")
        )
    source, body = text[opening.end() : closing.start()], text[closing.end() :]
    if len(source) > _LONGEST:
        raise FrontMatterError(
            1, said("its front matter is longer than 64 KiB; move text into the body")
        )
    first_line = text.count("\n", 0, opening.end()) + 1
    values, keys = _load(source, first_line)
    lines: Lines = {}
    doubles = []
    for path, line in keys:
        if path in lines and len(path) == 1:
            doubles.append(Fault(path, said('"{path}" is there twice; keep one', path=path[0])))
        lines[path] = line + first_line
    return Parsed(values, lines, body.lstrip("\n"), tuple(doubles))


def _load(source: str, first_line: int) -> tuple[dict[str, Any], list[tuple[KeyPath, int]]]:
    try:
        loader = _Loader(source)
        node = loader.get_single_node()
        keys = list(_keys(node))  # before the values: they fold what is merged into the nodes
        values = loader.construct_document(node) if node else None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or said("a character that YAML does not take")
        raise FrontMatterError(
            first_line + (mark.line if mark else 0),
            said(
                "its front matter is not YAML here: {problem}; put texts with a colon in quotes",
                problem=problem,
            ),
        ) from None
    except (ValueError, RecursionError):
        raise FrontMatterError(
            first_line,
            said("its front matter has a value that cannot be read; put it in quotes"),
        ) from None
    if not isinstance(values, dict) or not all(isinstance(key, str) for key in values):
        raise FrontMatterError(
            first_line,
            said(
                "its front matter is not a list of keys; write lines such as title: Faster search"
            ),
        )
    return values, keys


def _keys(node: yaml.Node | None) -> Iterator[tuple[KeyPath, int]]:
    """Keys, and what stands one step below them; aliases are not followed any deeper."""
    if not isinstance(node, yaml.MappingNode):
        return
    for key, value in node.value:
        yield (key.value,), key.start_mark.line
        if isinstance(value, yaml.SequenceNode):
            for place, item in enumerate(value.value):
                yield (key.value, place), item.start_mark.line
        if isinstance(value, yaml.MappingNode):
            for inner, _ in value.value:
                yield (key.value, inner.value), inner.start_mark.line
