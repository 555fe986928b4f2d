"""The record for readers and programs: what an entry is about, and the documents of its texts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from statuspage.domain.record.recorded import Recorded
from statuspage.domain.vocabulary.text import one_line

_FIRST_WORDS = 120

_NOUNS = {
    "incident": "Incident",
    "changelog": "Change",
    "outcomes": "You said, we did",
    "pages": "Page",
    "agreements": "Agreement",
    "postmortem": "Cause of an incident",
    "promise": "Promise after an incident",
    "sla": "Definition of a promise",
    "figure": "Figure of a closed period",
    "component": "Component",
    "probe": "How a probe counts",
    "site": "The site itself",
    "key": "The key that signs",
}
_FOLDERS = {
    "incident": "/incidents/",
    "changelog": "/changelog/",
    "outcomes": "/you-said-we-did/",
    "pages": "/pages/",
    "sla": "/sla/",
    "figure": "/sla/",
    "component": "/components/",
}


@dataclass(frozen=True)
class About:
    """What an entry is about, and where a reader finds it."""

    noun: str
    title: str  # empty when the noun says it all
    path: str | None


def about(entry: Recorded) -> About:
    """An entry in a few words."""
    kind, _, name = entry.subject.partition("/")
    if kind == "update":
        incident = entry.leaf.facts["incident"]
        words = one_line(entry.text("body"))[:_FIRST_WORDS]
        return About(
            "Update", words or "Its text was erased", f"/incidents/{incident}#update-{name}"
        )
    noun = _NOUNS[kind]
    if kind == "incident" and entry.leaf.facts["kind"] == "maintenance":
        noun = "Maintenance"
    if kind in ("postmortem", "promise"):
        place = f"/incidents/{entry.leaf.facts['incident']}"
        return About(noun, entry.text("text"), f"{place}#{kind}-{name}")
    title = entry.text("title") or entry.text("name") or name.replace("/", ", ")
    folder = _FOLDERS.get(kind)
    return About(noun, title, None if folder is None else folder + name)


def texts(first: int, entries: Sequence[Recorded]) -> bytes:
    """The texts of a bundle's entries with their salts, as JSON; an erased text is null."""
    document = {
        "first": first,
        "entries": [
            {
                "index": entry.index,
                "words": {
                    name: None
                    if word.text is None or word.salt is None
                    else {"salt": word.salt.hex(), "text": word.text}
                    for name, word in sorted(entry.words.items())
                },
            }
            for entry in entries
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()
