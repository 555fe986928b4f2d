"""What is to be said, before it is said in a language: a message and what stands in its gaps.

Whatever is stored, hashed, compared or handed from module to module is one of these, never a
sentence; only a Locale (render/words/locale.py) makes words of it, where they leave the program.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Said:
    """A message. Make it with `said` or `counted`, so that its text is found for translation.

    `key` is the English text with its gaps as `{name}`. What is stored has a short name with a dot
    instead, such as "figure.late_data"; its English stands in render/words/kept.py. `several` is
    the text for other numbers than one of `count`. A gap may hold another message, or a list of
    messages and texts.
    """

    key: str
    params: Mapping[str, Any] = field(default_factory=dict)
    several: str = ""

    def __str__(self) -> str:
        """In English, the language of the sources: for logs, which operators read everywhere."""
        text = self.several if self.several and self.params["count"] != 1 else self.key
        return text.format_map({name: _english(value) for name, value in self.params.items()})

    def __hash__(self) -> int:
        return hash((self.key, self.several, tuple(self.params)))

    def __iter__(self) -> Iterator[str]:
        """A message is no text: taking it for one is a fault that shall show at once."""
        raise TypeError("words are made of a message by a Locale")


def _english(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value


def said(key: str, /, **params: Any) -> Said:
    """A message with what stands in its gaps."""
    return Said(key, params)


def counted(one: str, several: str, /, count: int, **params: Any) -> Said:
    """A message in the form that its `count` needs."""
    return Said(one, {"count": count, **params}, several)


def joined(parts: Iterable[Said | str], between: str) -> Said:
    """Messages and texts one after another, each whole in itself, so that no language minds."""
    named = {f"part{place}": part for place, part in enumerate(parts)}
    return Said(between.join(f"{{{name}}}" for name in named), named)


def dumped(what: Said) -> str:
    """A message as JSON, to be kept; what stands in its gaps becomes text, but for numbers."""
    return json.dumps(what, default=_plain, ensure_ascii=False)


def loaded(text: str) -> Said:
    """The message that `dumped` wrote; any other text is one as it stands."""
    try:
        found = json.loads(text, object_hook=_message)
    except ValueError:
        found = None
    return found if isinstance(found, Said) else joined([text], "")


def _plain(value: Any) -> Any:
    if isinstance(value, Said):
        return {"said": value.key, "params": dict(value.params), "several": value.several}
    return str(value)


def _message(found: dict[str, Any]) -> Any:
    return Said(found["said"], found["params"], found["several"]) if "said" in found else found
