"""README.md of an export: what each file is, and what each of its columns means."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from statuspage import __version__
from statuspage.domain.moving.manifest import DATA
from statuspage.domain.promises.figure import METHOD
from statuspage.domain.vocabulary.site import Site
from statuspage.store.exported.tables import TABLES, ExportedTable

_FOLDER = Path(__file__).parent
_ABOUT = "about"
_COLUMN = "about_column"  # that is called like this


def meanings() -> Mapping[str, Mapping[str, str]]:
    """What each file of rows holds (`about`), and what each of its columns means."""
    return tomllib.loads((_FOLDER / "columns.toml").read_text("utf-8"))


def readme(site: Site, files: Collection[str]) -> str:
    """The words of README.md."""
    intro = (_FOLDER / "intro.md").read_text("utf-8")
    told = {"name": site.name, "url": site.url, "timezone": site.timezone}
    text = intro.format(**told, version=__version__, method=METHOD)
    known = meanings()
    return text + "".join(
        "\n" + part for table in TABLES for part in _table(table, files, known[table.file])
    )


def _table(table: ExportedTable, files: Collection[str], told: Mapping[str, str]) -> Iterator[str]:
    places = (f"{DATA}/{table.file}.jsonl", f"csv/{table.file}.csv")
    named = ", ".join(f"`{place}`" for place in places if place in files)
    rows = (f"| `{one.name}` | {told[_key(one.name)]} |\n" for one in table.columns)
    yield f"### {named}\n\n{told[_ABOUT]}\n\n| column | meaning |\n|---|---|\n{''.join(rows)}"


def _key(column: str) -> str:
    return _COLUMN if column == _ABOUT else column
