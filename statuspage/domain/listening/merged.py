"""Outcomes that say the same: which one each of them leads to in the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from statuspage.domain.vocabulary.entry import Entry


def end_of(slug: str, same_as: Callable[[str], str]) -> str:
    """The outcome that one was merged into at last; itself where it was not, or leads in a ring."""
    seen = [slug]
    while (following := same_as(seen[-1])) and following not in seen:
        seen.append(following)
    return slug if following else seen[-1]


def merged_into(found: Iterable[Entry]) -> dict[str, list[str]]:
    """The slugs that lead to each outcome, by its slug; those that none leads to are absent."""
    into = {one.slug: str(one.details.get("same_as") or "") for one in found}
    ends: dict[str, list[str]] = {}
    for slug in into:
        end = end_of(slug, lambda one: into.get(one, ""))
        if end != slug:
            ends.setdefault(end, []).append(slug)
    return ends
