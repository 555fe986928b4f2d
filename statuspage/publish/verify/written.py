"""What the pages of written entries, of promises and of the record itself must say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from statuspage.domain.promises.figure import Figure
from statuspage.domain.record.kinds.entry import ENTRIES
from statuspage.domain.record.kinds.figure import FIGURE
from statuspage.domain.record.tree import TILE, bundles
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.figures.objectives import promise
from statuspage.publish.verify.pages import Expected, View, always

_FIGURE = "//section[@aria-labelledby='figure']/*[not(self::h2)]"
_NEWEST = "//section[@aria-labelledby='newest']/article"


def expected(view: View) -> Iterator[Expected]:
    """Every such page, and what it must say."""
    yield from _written(view)
    yield from _agreements(view)
    yield from _figures(view)
    yield from _record(view)


def _written(view: View) -> Iterator[Expected]:
    changes = view.facts.all_of(EntryKind.CHANGELOG)
    outcomes = view.facts.all_of(EntryKind.OUTCOME)
    known = {component.id: component for component in view.facts.components}
    page = view.page("changelog.html", "/changelog", entries=changes, components=known)
    yield always("/changelog", page, is_whole=True)
    page = view.page("outcomes.html", "/you-said-we-did", entries=outcomes)
    yield always("/you-said-we-did", page, is_whole=True)
    for entry in changes:
        touched = set(entry.details.get("components", ()))
        asked = set(entry.details.get("feedback", ()))
        yield _entry_page(
            view,
            "change.html",
            entry,
            components=[component for component in known.values() if component.id in touched],
            outcomes=[outcome for outcome in outcomes if outcome.slug in asked],
        )
    for entry in outcomes:
        yield _entry_page(view, "outcome.html", entry)
    for entry in view.facts.all_of(EntryKind.PAGE):
        if entry.withdrawn_at is None:
            yield _entry_page(view, "page.html", entry)


def _entry_page(view: View, name: str, entry: Entry, **values: Any) -> Expected:
    subject = ENTRIES[entry.kind].subject(entry.slug)
    body = view.page(
        name,
        entry.path,
        entry=entry,
        changes=view.changes(subject),
        mark=view.facts.marks([subject])[subject],
        **values,
    )
    return always(entry.path, body, is_whole=True)


def _agreements(view: View) -> Iterator[Expected]:
    """The agreement of each promise, and the versions of the promise."""
    for versions in view.facts.slas.values():
        path = versions[0].path
        name = str(versions[0].definition.get("agreement") or "").rpartition("/")[2]
        entry = view.facts.entries.get((EntryKind.AGREEMENT, name.removesuffix(".md")))
        names = [f"sla/{versions[0].sla}", f"agreements/{entry.slug if entry else ''}"]
        known: dict[str, Any] = {"recorded": view.facts.marks(names), "versions": versions}
        promises = {one.number: promise(one.promised) for one in versions}
        parts = [view.part("_agreement.html", path, agreement=entry, **known)]
        parts.append(view.part("_versions.html", path, promises=promises, **known))
        yield always(path, "".join(parts))


def _figures(view: View) -> Iterator[Expected]:
    for (sla, period), revisions in view.facts.figures.items():
        path = f"/sla/{sla}/{period}"
        figure: Figure = revisions[-1].figure
        subject = FIGURE.subject(sla, period)
        mark = view.facts.marks([subject])[subject]
        part = view.part("_figure.html", path, figure=figure, on_record=mark)
        yield always(path, part, _FIGURE, is_whole=True)


def _record(view: View) -> Iterator[Expected]:
    newest = view.entries[-30:][::-1]
    parts = [view.part("_entry.html", "/record", entry=entry, level=3) for entry in newest]
    yield always("/record", "".join(parts), _NEWEST, is_whole=True)
    for tile in bundles(view.head.size):
        path = f"/record/entries/{tile.name}"
        first = tile.number * TILE
        entries = view.entries[first : first + tile.width]
        page = view.page("record_entries.html", path, entries=entries, name=tile.name)
        yield always(path, page, is_whole=True)
