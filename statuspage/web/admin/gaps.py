"""A field for each gap that a prepared text left: filled in there, or within the words."""

from __future__ import annotations

from collections.abc import Mapping

from statuspage.content.templates import fill, variables

GAP = "gap:"
_WITH_GAPS = ("title", "body")


def gaps(values: Mapping[str, str]) -> list[str]:
    """The gaps that are open still, in the order in which they stand."""
    return variables("\n".join(values.get(name, "") for name in _WITH_GAPS))


def filled(values: Mapping[str, str]) -> dict[str, str]:
    """The fields of a form with what was written for its gaps put into the words."""
    given = {
        name.removeprefix(GAP): text.strip()
        for name, text in values.items()
        if name.startswith(GAP)
    }
    words = {name: fill(values[name], given) for name in _WITH_GAPS if name in values}
    still = {GAP + name for name in gaps(words)}
    rest = {
        name: text for name, text in values.items() if not name.startswith(GAP) or name in still
    }
    return {**rest, **words}
