"""Places in a JSON document, in a small part of JSONPath (RFC 9535): names and places in lists.

"checks.db[0].state" is the `state` of the first in `db` of `checks`; "$." may stand before it.
No wildcards, filters or quoted names: a check compares one value.
"""

from __future__ import annotations

import re
from typing import Any

from statuspage.said import said

_STEP = re.compile(r"(?:^|\.)([^.\[\]\s]+)|\[([0-9]{1,6})\]")


def steps(path: str) -> tuple[str | int, ...]:
    """Names and list places from the outside in. Raises ValueError when the path is not one."""
    rest = path.removeprefix("$").removeprefix(".")
    found: list[str | int] = []
    place = 0
    while place < len(rest):
        step = _STEP.match(rest, place)
        if step is None:
            break
        found.append(step[1] if step[2] is None else int(step[2]))
        place = step.end()
    if not found or place < len(rest):
        raise ValueError(
            said(
                '"{path}" is not a place in JSON; write names with dots and places in '
                'brackets, such as "checks[0].status"',
                path=path[:80],
            )
        )
    return tuple(found)


def value_at(document: Any, path: str) -> Any:
    """What stands there. Raises LookupError when nothing does."""
    for step in steps(path):
        has_such_places = isinstance(document, dict if isinstance(step, str) else list)
        if not has_such_places:
            raise LookupError(path)
        document = document[step]
    return document
