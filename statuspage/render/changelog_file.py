"""The changelog as one file in the form of Keep a Changelog 1.1 (https://keepachangelog.com).

What the form has no place for, components, answered requests and days within a release, stands in
comments; imports (imports/changelog/) read all of it back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from statuspage.domain.vocabulary.entry import CHANGE_TYPES, Entry
from statuspage.domain.vocabulary.text import one_line

_HEAD = """# Changelog

The form is that of [Keep a Changelog](https://keepachangelog.com/en/1.1.0/).
"""
_MARKS = re.compile(r"([\\`*_\[\]<>#!|~])")
_PLAIN = re.compile(r"[^\W_](?:[^\W_]|[ ,.;'()/%+&-]){0,117}[^\W_]")
_FACTS = {"components": "components", "feedback": "answers"}


def changelog_file(entries: Sequence[Entry], zone: ZoneInfo) -> str:
    """The entries that were not withdrawn, the newest release first, days in a zone.

    A version has one heading with its newest day; changes of another day say theirs themselves.
    """
    standing = [entry for entry in entries if entry.withdrawn_at is None]
    days: dict[str, datetime] = {}
    for entry in standing:
        version = str(entry.details.get("version", ""))
        days[version] = max(entry.at, days.get(version, entry.at))
    kinds = list(CHANGE_TYPES)

    def place(entry: Entry) -> tuple[str, str, int]:
        version, kind = str(entry.details.get("version", "")), str(entry.details["type"])
        return _day(days[version] if version else entry.at, zone), version, -kinds.index(kind)

    standing.sort(key=lambda entry: (place(entry), entry.at), reverse=True)
    parts, last = [_HEAD], ""
    for (day, version, _), some in groupby(standing, key=place):
        heading = f"## [{_escaped(version)}] - {day}" if version else f"## {day}"
        found = list(some)
        if heading != last:
            parts.append(f"{heading}\n")
        last = heading
        parts.append(f"### {str(found[0].details['type']).capitalize()}\n")
        parts.append(_items([_item(entry, zone, day) for entry in found]))
    return "\n".join(parts)


def _items(items: Sequence[str]) -> str:
    """Items one below the other, with an empty line after each that has words below its title."""
    apart = [one + "\n" if "\n" in one.rstrip("\n") else one for one in items[:-1]]
    return "".join([*apart, *items[-1:]])


def _day(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    time = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    return f"{local:%Y-%m-%d}" if time == "00:00" else f"{local:%Y-%m-%d} {time}"


def _item(entry: Entry, zone: ZoneInfo, above: str) -> str:
    """One change: its title, what it touches and answers in a comment, its words below.

    `above` is the day in the heading; its own stands in the comment where it is another one.
    """
    title = one_line(entry.title)
    is_plain = _PLAIN.fullmatch(title) and "BREAKING" not in title and not entry.body
    told = title if is_plain else f"**{_escaped(title)}**"
    breaking = "**Breaking:** " if entry.is_marked_breaking else ""
    facts = "; ".join(_facts(entry, zone, above))
    first = f"- {breaking}{told}" + (f" <!-- {facts} -->" if facts else "")
    below = "".join(f"  {line}\n" if line else "\n" for line in entry.body.split("\n"))
    return f"{first}\n\n{below}" if entry.body else f"{first}\n"


def _facts(entry: Entry, zone: ZoneInfo, above: str) -> Iterator[str]:
    if (day := _day(entry.at, zone)) != above:
        yield f"day: {day}"
    for key, name in _FACTS.items():
        if listed := entry.details.get(key):
            yield f"{name}: {', '.join(map(str, listed))}"


def _escaped(text: str) -> str:
    """A text whose letters mean nothing in Markdown."""
    return _MARKS.sub(r"\\\1", text)
