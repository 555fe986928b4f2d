"""The form of a written entry: from its fields to front matter, and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from statuspage.domain.vocabulary.entry import EntryKind

COMPONENT = "component:"
"""Begins the name of a field that holds something for one component."""

VOICES = "voices"
"""The field that names the voices a new request is made of, by their keys."""

_LINES: Mapping[EntryKind, tuple[str, ...]] = {
    EntryKind.CHANGELOG: ("title", "date", "type", "version"),
    EntryKind.OUTCOME: (
        *("title", "date", "said", "channel", "period", "state"),
        *("did", "reason", "because", "due", "done", "owner", "same_as"),
    ),
    EntryKind.NOTICE: (
        *("title", "date", "kind", "effective", "removed", "reason", "audience", "value"),
        *("follows", "alternative", "notice_period", "cancelled"),
    ),
    EntryKind.STORY: (
        *("title", "date", "who", "consent", "consent_how", "until", "quote"),
        *("incident", "outcome"),
    ),
}
_LISTS: Mapping[EntryKind, tuple[str, ...]] = {
    EntryKind.CHANGELOG: ("feedback",),
    EntryKind.OUTCOME: ("evidence", "tags", "quotes"),
    EntryKind.NOTICE: ("operations",),
    EntryKind.STORY: (),
}
_TICKS: Mapping[EntryKind, tuple[str, ...]] = {
    EntryKind.CHANGELOG: ("breaking",),
    EntryKind.NOTICE: ("breaking",),
}
_NUMBERS: Mapping[EntryKind, tuple[str, ...]] = {EntryKind.OUTCOME: ("heard",)}
_WITH_COMPONENTS = (
    EntryKind.CHANGELOG,
    EntryKind.OUTCOME,
    EntryKind.NOTICE,
    EntryKind.STORY,
)
_TABLES: Mapping[EntryKind, Mapping[str, tuple[str, ...]]] = {
    EntryKind.OUTCOME: {"measure": ("sla", "before", "after")},
}
"""Keys that are tables: their own keys have a field each, such as `measure:sla`."""

_NEW = re.compile(r"/admin/([a-z]+)/new")


def path_of(kind: EntryKind) -> str:
    """Where a new entry of a kind is written."""
    return f"/admin/{kind.value}/new"


def kind_at(path: str) -> EntryKind | None:
    """The kind of new entry that the form at a path makes; None for other forms."""
    found = _NEW.fullmatch(path)
    return EntryKind(found[1]) if found and found[1] in list(EntryKind) else None


def front_of(kind: EntryKind, fields: Mapping[str, str]) -> dict[str, Any]:
    """The front matter (content/kinds.py) that the fields of a form hold, in JSON types."""
    texts = {name: text.strip() for name, text in fields.items()}
    front: dict[str, Any] = {name: texts[name] for name in _LINES[kind] if texts.get(name)}
    front |= {name: _lines(texts.get(name, "")) for name in _LISTS[kind]}
    front |= {name: bool(texts.get(name)) for name in _TICKS.get(kind, ())}
    for name in _NUMBERS.get(kind, ()):
        if text := texts.get(name):
            front[name] = int(text) if text.isdecimal() else text
    for name, keys in _TABLES.get(kind, {}).items():
        told = {key: texts.get(f"{name}:{key}") for key in keys}
        if any(told.values()):
            front[name] = {key: text for key, text in told.items() if text}
    if kind in _WITH_COMPONENTS:
        front["components"] = components_in(texts)
    return front


def fields_of(front: Mapping[str, Any]) -> dict[str, str]:
    """The same the other way round: the fields that hold some front matter."""
    plain = {name: value for name, value in front.items() if not isinstance(value, Mapping)}
    found = {name: _as_text(value) for name, value in plain.items() if name != "components"}
    for name, table in front.items():
        if name not in plain:
            found |= {f"{name}:{key}": _as_text(value) for key, value in table.items()}
    return found | {COMPONENT + one: "on" for one in front.get("components", ())}


def components_in(fields: Mapping[str, str]) -> list[str]:
    """The components whose field holds anything."""
    named = [name for name, value in fields.items() if value.strip()]
    return [name.removeprefix(COMPONENT) for name in named if name.startswith(COMPONENT)]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _as_text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "\n".join(str(item) for item in value)
    if isinstance(value, bool):
        return "on" if value else ""
    return "" if value is None else str(value)
