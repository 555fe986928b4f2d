"""A fact of the program's own health; /healthz, /metrics, `doctor` and the desk tell it alike."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import PurePath
from typing import Any

from statuspage.said import Said, said

_FOLDERS = re.compile(r"(?<![\w/.])/(?:[^/\s]+/)+")
_SERVER = re.compile(r"([a-z][a-z0-9]*://)\S+")
_QUOTED = re.compile(r'"[^"]*"')  # as database servers tell of hosts, users and databases
_ADDRESS = re.compile(
    r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])"  # of IPv4
    r"|(?<!\w)[0-9a-f]{1,4}(?:::|(?::[0-9a-f]{0,4}){3,})[0-9a-f:]*"  # of IPv6; a time has 2 colons
)


class Condition(StrEnum):
    """How grave it is."""

    OK = "ok"
    LATE = "late"  # somebody should look at it; pages are served
    FAILING = "failing"  # somebody must act now

    @property
    def label(self) -> Said:
        """The condition in a word."""
        return _LABELS[self]

    @property
    def tone(self) -> str:
        """The class that gives it its colour and shape on a page."""
        return _TONES[self]


_LABELS = {
    Condition.OK: said("ok"),
    Condition.LATE: said("look"),
    Condition.FAILING: said("broken"),
}
_TONES = {Condition.OK: "ok", Condition.LATE: "late", Condition.FAILING: "major"}


@dataclass(frozen=True)
class Health:
    """What one check found."""

    name: str  # as programs know it
    condition: Condition
    text: Said  # what is so, with its numbers, and how to mend it where it is not well
    since: datetime | None = None  # where it is known
    figures: Mapping[str, float] = field(default_factory=dict)  # metric, with its unit -> value

    @property
    def is_well(self) -> bool:
        return self.condition is Condition.OK

    def for_strangers(self) -> Health:
        """The same without the folders of this machine, and where other servers are."""
        return replace(self, text=_without_folders(self.text))


def _without_folders(text: Said) -> Said:
    return replace(text, params={name: _bare(value) for name, value in text.params.items()})


def _bare(value: Any) -> Any:
    if isinstance(value, Said):
        return _without_folders(value)
    if isinstance(value, list | tuple):
        return [_bare(one) for one in value]
    if isinstance(value, PurePath):
        return value.name
    if not isinstance(value, str):
        return value
    server = _SERVER.fullmatch(value)
    if server:
        return f"{server[1]}..."
    return _ADDRESS.sub("...", _QUOTED.sub('"..."', _FOLDERS.sub("", value)))
