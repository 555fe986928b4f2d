"""Status codes that count as good: 204, "2xx" or "200-299"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated

from pydantic import PlainValidator

from statuspage.said import said

_CLASS = re.compile(r"([1-5])[xX]{2}")
_RANGE = re.compile(r"([1-9]\d\d)\s*-\s*([1-9]\d\d)", re.ASCII)


def _span(value: object) -> range:
    if isinstance(value, int) and not isinstance(value, bool):
        found = range(value, value + 1)
    elif isinstance(value, str) and (one := _CLASS.fullmatch(value.strip())):
        found = range(int(one[1]) * 100, int(one[1]) * 100 + 100)
    elif isinstance(value, str) and (one := _RANGE.fullmatch(value.strip())):
        found = range(int(one[1]), int(one[2]) + 1)
    else:
        found = range(0)
    if not found or found.start < 100 or found.stop > 1000:
        raise ValueError(said('must be status codes such as 204, "2xx" or "200-299"'))
    return found


def _codes(value: object) -> int | str:
    _span(value)
    return value if isinstance(value, int) else str(value).strip().lower()


Codes = Annotated[int | str, PlainValidator(_codes, json_schema_input_type=int | str)]


class Statuses:
    """Some codes and spans of codes, for `in`."""

    def __init__(self, wanted: Iterable[int | str]) -> None:
        self._spans = [_span(value) for value in wanted]

    def __contains__(self, status: object) -> bool:
        return any(status in span for span in self._spans)
