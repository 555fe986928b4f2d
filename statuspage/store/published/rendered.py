"""The HTML that is kept beside Markdown, so that a page need not render it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from statuspage.store.tables.entries import Entry
from statuspage.store.tables.incidents import IncidentUpdate


def numbers() -> list[tuple[str, int]]:
    """Table and id of everything that keeps HTML."""
    return [
        (table.__name__, number)
        for table in (Entry, IncidentUpdate)
        for (number,) in _rows(table.select(table.id).where(table.body != "").tuples())
    ]


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
    return changed


def _rows(query: Any) -> Any:  # peewee's stubs know a query as of models only
    return query
