"""The HTML that is kept beside Markdown, so that a page need not render it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from statuspage.domain.vocabulary.wordings import NOT_TRANSLATED
from statuspage.store.tables.entries import Entry
from statuspage.store.tables.incidents import IncidentUpdate

_SECTIONS = "sections"  # of postmortems, which have no body
_FURTHER = " in further languages"


def numbers() -> list[tuple[str, int]]:
    """Table and id of everything that keeps HTML."""
    found = [
        (table.__name__, number)
        for table in (Entry, IncidentUpdate)
        for (number,) in _rows(table.select(table.id).where(table.body != "").tuples())
    ]
    query = IncidentUpdate.select(IncidentUpdate.id).where(IncidentUpdate.sections.is_null(False))
    found += [(_SECTIONS, number) for (number,) in _rows(query.tuples())]
    for table in (Entry, IncidentUpdate):
        told = _rows(table.select(table.id).where(table.wordings != NOT_TRANSLATED).tuples())
        found += [(table.__name__ + _FURTHER, number) for (number,) in told]
    return found


def render(these: list[tuple[str, int]], to_html: Callable[[str], str]) -> int:
    """Render what stands at these numbers; returns how many came out otherwise than they stood."""
    changed = 0
    for table in (Entry, IncidentUpdate):
        chosen = [number for name, number in these if name == table.__name__]
        query = table.select(table.id, table.body, table.html).where(table.id.in_(chosen))
        for number, body, html in _rows(query.tuples()):
            if (fresh := to_html(body)) != html:
                table.update(html=fresh).where(table.id == number).execute()
                changed += 1
        chosen = [number for name, number in these if name == table.__name__ + _FURTHER]
        changed += _render_wordings(table, chosen, to_html)
    return changed + _render_sections([n for name, n in these if name == _SECTIONS], to_html)


def _render_wordings(table: Any, numbers: list[int], to_html: Callable[[str], str]) -> int:
    changed = 0
    query = table.select(table.id, table.wordings).where(table.id.in_(numbers))
    for number, wordings in _rows(query.tuples()):
        fresh = wordings.rendered(to_html)
        if fresh.html != wordings.html:
            table.update(wordings=fresh).where(table.id == number).execute()
            changed += 1
    return changed


def _render_sections(numbers: list[int], to_html: Callable[[str], str]) -> int:
    table = IncidentUpdate
    changed = 0
    query = table.select(table.id, table.sections).where(table.id.in_(numbers))
    for number, sections in _rows(query.tuples()):
        fresh = {name: to_html(text) for name, text in sections.texts.items()}
        if fresh != dict(sections.html):
            told = replace(sections, html=fresh)
            table.update(sections=told).where(table.id == number).execute()
            changed += 1
    return changed


def _rows(query: Any) -> Any:  # peewee's stubs know a query as of models only
    return query
