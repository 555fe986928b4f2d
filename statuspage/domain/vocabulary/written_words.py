"""What of the front matter of an entry are words of people: only these may hold personal data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_CODES = frozenset(
    {
        *("answer_by", "answer_calendar", "answer_within", "answered", "asked", "because"),
        *("consent", "incident", "outcome", "until"),
        *("done", "due", "effective", "kind", "notice_period", "removed", "reviewed"),
        *("same_as", "state", "type"),
    }
)
"""Names, days and instants of ours: without them an entry could not be read."""

_IN_LISTS = ("quotes", "tags")


def written_words(details: Mapping[str, Any]) -> dict[str, str]:
    """The words by name; of a list, one in each line."""
    words = {name: text for name, text in details.items() if isinstance(text, str)}
    lists = {name: "\n".join(map(str, details[name])) for name in _IN_LISTS if name in details}
    return {name: text for name, text in {**words, **lists}.items() if name not in _CODES}


def reworded_details(details: Mapping[str, Any], words: Mapping[str, str]) -> dict[str, Any]:
    """The same front matter with other words in place of some."""
    found = {name: words.get(name, value) for name, value in details.items()}
    for name in _IN_LISTS:
        if isinstance(text := found.get(name), str):
            found[name] = [line for line in text.splitlines() if line.strip()]
    return found
