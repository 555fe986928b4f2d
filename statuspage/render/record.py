"""The record for readers and programs: what an entry is about, and the documents of its texts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from statuspage.domain.promises.late import reason
from statuspage.domain.record.kinds.figure import FIGURE
from statuspage.domain.record.kinds.pledge import CONSEQUENCE, PLEDGE
from statuspage.domain.record.kinds.postmortem import POSTMORTEM
from statuspage.domain.record.kinds.registry import KINDS
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.record.recorded import Recorded
from statuspage.domain.vocabulary import states
from statuspage.domain.vocabulary.text import one_line
from statuspage.said import Said, said

_FIRST_WORDS = 120
_WHOLE = 160
"""As many characters of a title stand in a list."""


@dataclass(frozen=True)
class EntryTitle:
    """What an entry is about, and where a reader finds it."""

    noun: Said
    title: Said | str  # empty when the noun says it all
    path: str | None
    reason: Said | str  # why it was entered; empty where nothing is said of that
    part: str  # which of its texts the title is, where it stands there whole


def about(entry: Recorded) -> EntryTitle:
    """An entry in a few words."""
    name, _, key = entry.subject.partition("/")
    kind = KINDS[name]
    is_planned = entry.leaf.facts.get("kind") == states.Kind.MAINTENANCE
    noun = said("Maintenance") if is_planned else kind.noun
    text = one_line(entry.text(kind.title))
    title: Said | str = text
    if kind is UPDATE:
        if (sections := UPDATE.value("sections", entry)) is not None:
            text = one_line(sections.summary)
        title = UPDATE.value("said", entry) or text[:_FIRST_WORDS] or said("Its text was erased")
    elif kind not in (POSTMORTEM, PLEDGE, CONSEQUENCE):
        title = text or key.replace("/", ", ")
    is_whole = 0 < len(text) <= _WHOLE and title == one_line(entry.text(kind.title))
    return EntryTitle(
        noun, title, kind.place(entry), _reason(entry), kind.title if is_whole else ""
    )


def _reason(entry: Recorded) -> Said | str:
    """In the words of whoever changed it; of a figure, the data that came late."""
    is_figure = entry.subject.startswith(f"{FIGURE.name}/")
    return (is_figure and reason(FIGURE.value("late", entry))) or entry.reason


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
