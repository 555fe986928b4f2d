"""What is called what, among all that a filter may name of things written here."""

from __future__ import annotations

from statuspage.domain.telling.filter import Filter
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.store.incidents import incidents
from statuspage.store.published import entries


def titles_in(chosen: Filter) -> dict[str, str]:
    """Titles of the incidents of a filter by their keys, and of its outcomes by their slugs."""
    named = incidents.by_keys(chosen.incidents) if chosen.incidents else {}
    asked = entries.by_slugs(EntryKind.OUTCOME, chosen.outcomes) if chosen.outcomes else {}
    return {
        **{key: one.title for key, one in named.items()},
        **{slug: one.title for slug, one in asked.items()},
    }
