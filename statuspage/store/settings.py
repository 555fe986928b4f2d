"""Named values: the last good settings as JSON, and what else the site knows of itself."""

from __future__ import annotations

from statuspage.store.tables import Setting


def read(name: str) -> str | None:
    """The value of a name, or None."""
    row = Setting.get_or_none(Setting.name == name)
    return None if row is None else str(row.value)


def write(name: str, value: str) -> None:
    """Set the value of a name."""
    Setting.insert(name=name, value=value).on_conflict_replace().execute()
