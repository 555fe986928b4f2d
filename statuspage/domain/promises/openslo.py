"""How a promise stands in OpenSLO v1, and what OpenSLO has no word for.

Source: https://github.com/OpenSLO/OpenSLO, the specification of version v1. The two ways agree by
what stands here: windows, the limits of thresholds, slices of time, and our annotations.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

VERSION = "openslo/v1"
PREFIX = "statuspage."
"""Begins the names of annotations that are keys of [[slas]]; what is no text is JSON."""

CALENDAR = "calendar_definition"
"""The annotation with the business calendar itself."""

ID = "id"
"""The annotation with the id, where OpenSLO could not name it so."""

SOURCE = "statuspage"
"""The name, and the type, of the source of data that is a status page."""


@dataclass(frozen=True)
class OpenSloWindow:
    """A window as OpenSLO has it; `start` is where its calendar begins, "" for one that rolls."""

    duration: str
    start: str = ""


WINDOWS: Mapping[str, OpenSloWindow] = {
    "month": OpenSloWindow("1M", "2020-01-01 00:00:00"),
    "quarter": OpenSloWindow("1Q", "2020-01-01 00:00:00"),
    "week": OpenSloWindow("1w", "2020-01-06 00:00:00"),  # a Monday
    "rolling-30d": OpenSloWindow("30d"),
    "rolling-90d": OpenSloWindow("90d"),
}

LIMITS: Mapping[str, tuple[str, timedelta]] = {
    "latency": ("under", timedelta(milliseconds=1)),
    "first_response": ("within", timedelta(seconds=1)),
    "resolution": ("within", timedelta(seconds=1)),
    "first_notice": ("within", timedelta(seconds=1)),
    "update_cadence": ("within", timedelta(seconds=1)),
}
"""Indicators that compare with a limit: the key that holds it, and the unit of its number."""

UNITS = {timedelta(milliseconds=1): "ms", timedelta(seconds=1): "s"}

SLICE = timedelta(minutes=1)
"""Time counts second by second: the mean of equal slices of time is the same figure."""


def annotated(key: str) -> str:
    """The name of the annotation for a key of [[slas]]."""
    return PREFIX + key


def dumped(value: Any) -> str:
    """A value in JSON types as the text of an annotation: a plain text as it is, where it can."""
    is_plain = isinstance(value, str) and loaded(value) == value
    return str(value) if is_plain else json.dumps(value, ensure_ascii=False)


def loaded(text: str) -> Any:
    """The value again."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def keys_of(annotations: Any) -> dict[str, Any]:
    """The values of the annotations that are ours, by their keys."""
    given = annotations if isinstance(annotations, dict) else {}
    return {
        str(name).removeprefix(PREFIX): loaded(str(text))
        for name, text in given.items()
        if str(name).startswith(PREFIX)
    }
