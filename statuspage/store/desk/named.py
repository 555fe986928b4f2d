"""What the subjects of the audit log are called, and which of them are called so."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.store.tables import entries, incidents

_I = incidents.Incident
_U = incidents.IncidentUpdate
_E = entries.Entry
_MOST = 200
"""Titles that one search follows."""


def titles(keys: Collection[str]) -> dict[str, str]:
    """The titles of incidents and planned work by their keys."""
    rows: Any = _I.select(_I.key, _I.title).where(_I.key.in_(list(keys))).tuples()
    return dict(rows)


def incidents_of(updates: Collection[str]) -> dict[str, str]:
    """The key of the incident by that of each update."""
    query: Any = _U.select(_U.key, _I.key).join(_I).where(_U.key.in_(list(updates)))
    return dict(query.tuples())


def subjects_called(text: str) -> list[str]:
    """The subjects of acts on what has all words of a text in its title, at most some hundred."""
    heads: Any = _I.select(_I.id, _I.key).where(*_hold(_I.title, text)).order_by(_I.id.desc())
    found = list(heads.limit(_MOST).tuples())
    said: Any = _U.select(_U.key).where(_U.incident.in_([number for number, _ in found]))
    written: Any = _E.select(_E.kind, _E.slug).where(*_hold(_E.title, text)).limit(_MOST).tuples()
    keys = [key for _, key in found]
    return [
        *keys,
        *(f"{kind}/{key}" for key in keys for kind in ("incident", "postmortem")),
        *(f"update/{key}" for (key,) in said.order_by(_U.id.desc()).limit(_MOST).tuples()),
        *(f"{EntryKind(kind)}/{slug}" for kind, slug in written),
    ]


def _hold(title: Any, text: str) -> list[Any]:
    return [title.contains(word) for word in text.split()]
