"""The fields of the forms of written entries, and the front matter that they hold."""

from __future__ import annotations

import pytest

from statuspage.domain.desk.entry_form import fields_of, front_of, kind_at, path_of
from statuspage.domain.vocabulary.entry import EntryKind

CHANGE = {
    "title": "Faster search",
    "date": "2026-11-20",
    "type": "added",
    "version": "1.10",
    "feedback": ["search", "speed"],
    "breaking": True,
    "components": ["api", "website"],
}
OUTCOME = {
    "title": "Weekend support",
    "said": "Nobody answers on Sundays.",
    "state": "planned",
    "heard": 12,
    "evidence": ["/incidents/abc"],
    "components": ["api"],
    "quotes": ["Sundays are the worst."],
    "tags": ["support"],
}


@pytest.mark.parametrize(
    ("kind", "front"), [(EntryKind.CHANGELOG, CHANGE), (EntryKind.OUTCOME, OUTCOME)]
)
def test_entry_form_gives_front_matter_back(kind: EntryKind, front: dict[str, object]) -> None:
    assert front_of(kind, fields_of(front)) == front


def test_entry_form_keeps_what_is_no_number_for_its_fault() -> None:
    assert front_of(EntryKind.OUTCOME, {"heard": "often"})["heard"] == "often"


@pytest.mark.parametrize("kind", [EntryKind.CHANGELOG, EntryKind.OUTCOME])
def test_entry_form_is_known_by_its_address(kind: EntryKind) -> None:
    assert kind_at(path_of(kind)) is kind
    assert kind_at(f"/admin/{kind}/faster-search") is None
    assert kind_at("/admin/incidents/new") is None
