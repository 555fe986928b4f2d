"""Documents of the API against those of the record: field by field."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from statuspage.publish.verify.report import Finding
from statuspage.render.unrecorded import BEYOND
from statuspage.said import said

_SHOWN = 200  # characters of a value that differs


def documents(path: str, body: bytes, wanted: bytes) -> Iterator[Finding]:
    """Field by field; of lists and of objects within, the first place that differs is named."""
    told = json.loads(wanted)
    try:
        spoken = json.loads(body)
        differing = [name for name in told if _differ(spoken[name], told[name])]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        yield Finding(path, said("cannot be read: {error}", error=repr(error)))
        return
    for field in differing:
        name, here, there = _place(field, spoken[field], told[field])
        text = said("says {name} {here}, the record says {there}", name=name, here=_cut(here),
                    there=_cut(there))  # fmt: skip
        yield Finding(path, text)


def _differ(here: Any, there: Any) -> bool:
    """Whether a document says something else than the record, which may not hold a part of it."""
    if there == BEYOND:
        return False
    if inside := _inside(here, there):
        return any(_differ(*pair) for _, *pair in inside)
    return bool(here != there)


def _place(name: str, here: Any, there: Any) -> tuple[str, Any, Any]:
    """Where two values of a document first differ, such as updates[2].body, and both of them."""
    for part, *pair in _inside(here, there):
        if _differ(*pair):
            return _place(f"{name}{part}", *pair)
    return name, here, there


def _inside(here: Any, there: Any) -> list[tuple[str, Any, Any]]:
    """What two values have at the same places, where they are built alike."""
    if isinstance(here, dict) and isinstance(there, dict) and here.keys() == there.keys():
        return [(f".{key}", here[key], there[key]) for key in there]
    if isinstance(here, list) and isinstance(there, list) and len(here) == len(there):
        return [(f"[{n}]", *pair) for n, pair in enumerate(zip(here, there, strict=True))]
    return []


def _cut(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
