"""Sites for tests: the small one that most tests begin with, and what a test adds to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from statuspage.actions.sync import sync
from statuspage.store import db
from tests.helpers.stores import store_place

URL = "https://status.acme.example"
CONFIG = f"""\
[site]
name = "Acme Cloud"
url = "{URL}"
timezone = "Europe/London"
contact = "support@acme.example"

[[groups]]
id = "platform"
name = "Platform"

[[components]]
id = "api"
name = "API"
group = "platform"
description = "REST and streaming API"

[[components]]
id = "search"
name = "Search"
group = "platform"

[[components]]
id = "docs"
name = "Docs"

[[slas]]
id = "api-availability"
title = "API availability"
components = ["api"]
indicator = "availability"
source = "incidents"
target = "99.9%"
window = "month"
since = "2000-01-01"
"""


def a_table(kind: str, **keys: Any) -> str:
    """A table of config.toml, such as [[slas]]; values are texts, numbers and lists of them."""
    lines = (f"{name} = {json.dumps(value)}\n" for name, value in keys.items())
    return f"\n[[{kind}]]\n{''.join(lines)}"


def a_probe(name: str = "api-http", component: str = "api", **keys: Any) -> str:
    """A probe by HTTP, unless another type is given."""
    told = {"type": "http"} | keys
    if told["type"] == "http":
        told = {"url": "https://api.acme.example/health"} | told
    return a_table("probes", id=name, component=component, **told)


def an_sla(name: str, indicator: str, **keys: Any) -> str:
    """A promise of 95 % of what an indicator counts, unless another target is given.

    It is said to be older than the store of a test, so that figures of the past are judged.
    """
    told = {"title": f"Promise {name}", "target": "95%", "since": "2000-01-01"} | keys
    return a_table("slas", id=name, indicator=indicator, **told)


def write_site(
    folder: Path, *tables: str, url: str = URL, content: Mapping[str, str] | None = None
) -> Path:
    """Write the files of a site: config.toml with more tables, and content/."""
    (folder / "content").mkdir(parents=True)
    config = CONFIG.replace(URL, url) + "".join(tables)
    (folder / "config.toml").write_text(config, "utf-8")
    for name, text in (content or {}).items():
        place = folder / "content" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
    return folder


def open_site(folder: Path) -> Path:
    """Make the store of a site whose files are written, and publish them; it stays open."""
    place = store_place(folder)
    if isinstance(place, Path) and not place.exists():
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(_migrated())
        place.chmod(0o600)
    db.open_store(place, create=True)
    db.migrate()
    sync(folder / "config.toml", {})
    return folder


@cache
def _migrated() -> bytes:
    """The file of a store with nothing in it: all steps take longer than most tests."""
    with TemporaryDirectory() as name:
        place = Path(name, "statuspage.db")
        db.open_store(place, create=True)
        db.migrate()
        db.close_store()
        return place.read_bytes()


def add_to_config(site: Path, *tables: str) -> None:
    """Add to config.toml, and publish what follows."""
    file = site / "config.toml"
    file.write_text(file.read_text("utf-8") + "".join(tables), "utf-8")
    sync(file, {})


def change_config(site: Path, old: str, new: str) -> None:
    """Write another text for one in config.toml, and publish what follows."""
    file = site / "config.toml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    sync(file, {})
