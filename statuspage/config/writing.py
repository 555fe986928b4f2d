"""Settings as text in TOML, the way back from `load`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_LONGEST = 100  # characters of a table on one line


def as_toml(document: Mapping[str, Any]) -> str:
    """Tables of values in JSON types: keys that are tables, or lists of them, become sections.

    Deeper ones stand on the line of their key. None is left out.
    """
    blocks = [*_blocks(document)]
    return "\n".join(blocks)


def _blocks(document: Mapping[str, Any]) -> Iterator[str]:
    for name, value in document.items():
        if isinstance(value, Mapping):
            yield from _table(f"[{_key(name)}]", name, value)
        else:
            for one in value:
                yield from _table(f"[[{_key(name)}]]", name, one)


def _table(heading: str, name: str, values: Mapping[str, Any]) -> Iterator[str]:
    present = {key: value for key, value in values.items() if value is not None}
    own = {key: value for key, value in present.items() if not _is_section(value, heading)}
    if own or not present:
        yield heading + "\n" + "".join(f"{_key(key)} = {_value(own[key])}\n" for key in own)
    for key in present.keys() - own.keys():
        yield from _table(f"[{_key(name)}.{_key(key)}]", key, present[key])


def _is_section(value: Any, heading: str) -> bool:
    """A table in a table that is one of its kind."""
    return isinstance(value, Mapping) and len(_value(value)) > _LONGEST and heading[1] != "["


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        inner = (f"{_key(key)} = {_value(one)}" for key, one in value.items() if one is not None)
        told = ", ".join(inner)
        return f"{{ {told} }}" if told else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, str):
        return _text(value)
    return json.dumps(value)


def _text(text: str) -> str:
    """A basic string of TOML; JSON escapes all that must be, but for one character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
