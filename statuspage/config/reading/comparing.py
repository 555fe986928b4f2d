"""What one state of the settings has that another has not, for the audit log.

Only values that can name nobody and open nothing are told: numbers, lengths, dates, choices.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_MOST = 40
_COUNTABLE = re.compile(r"\d[\w.:%+-]{0,30}|rolling-\d+d")
_CHOICES = frozenset(
    {
        *("agreement", "calendar", "combine", "component", "components", "family", "group"),
        *("indicator", "language", "on_failure", "priorities", "record", "schedule", "source"),
        *("template", "timezone", "type", "vote", "window"),
    }
)
_NEVER = frozenset(
    {
        *("body", "client_certificate", "client_key", "contact", "contains", "description"),
        *("headers", "host", "json_path", "name", "not_contains", "password", "server", "title"),
        *("url", "user"),
    }
)
"""Keys whose values may be words of people, or open a door, even where they look like numbers."""


def changed_settings(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every change, in JSON types: `of` names the part, as "slas/web" or "site".

    A part that came or went has `became`; else there are `key` and, where both can be told, `from`
    and `to`. What is beyond 40 changes is counted as `more`.
    """
    found = [
        change
        for name in {**before, **after}
        for change in _of_section(name, before.get(name), after.get(name))
    ]
    more = len(found) - _MOST
    return [*found[:_MOST], {"more": more}] if more > 0 else found


def _of_section(name: str, before: Any, after: Any) -> Iterator[dict[str, Any]]:
    if not isinstance(before or after, list):
        yield from _keys(name, before or {}, after or {})
        return
    old = {one["id"]: one for one in before or []}
    new = {one["id"]: one for one in after or []}
    for key in {**old, **new}:
        part = f"{name}/{key}"
        if key not in old or key not in new:
            yield {"of": part, "became": "added" if key in new else "removed"}
        else:
            yield from _keys(part, old[key], new[key])


def _keys(
    part: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    old, new = dict(_leaves(before)), dict(_leaves(after))
    for key in {**old, **new}:
        values = old.get(key), new.get(key)
        if values[0] == values[1] or all(
            map(_is_nothing, values)
        ):  # a newer program knows more keys
            continue
        told = [_told(key, one) for one in values]
        change: dict[str, Any] = {"of": part, "key": key}
        yield change if None in told else change | {"from": told[0], "to": told[1]}


def _leaves(value: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """Each value by its key; one within a table as "expect.status"; lists as texts in a row."""
    for key, one in value.items():
        if isinstance(one, dict):
            yield from _leaves(one, f"{path}{key}.")
        elif isinstance(one, list):
            rows = [
                ",".join(f"{k}={v}" for k, v in r.items()) if isinstance(r, dict) else str(r)
                for r in one
            ]
            yield path + key, "; ".join(rows)
        else:
            yield path + key, one


def _is_nothing(value: Any) -> bool:
    return value is None or value is False or value == ""


def _told(key: str, value: Any) -> str | None:
    """A value as it may be told, "" for none; None when it may not."""
    names = key.split(".")
    if _NEVER & {*names}:
        return None
    if value is None or value == "":
        return ""
    if isinstance(value, bool | int | float):
        return str(value).lower()
    is_plain = names[-1] in _CHOICES or all(
        _COUNTABLE.fullmatch(one.rpartition("=")[2]) for one in re.split(r"; |,", value) if one
    )
    return value if is_plain else None
