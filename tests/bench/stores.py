"""What the same pages and the same update cost on SQLite and on PostgreSQL, as ratios."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median

from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.sync import sync
from statuspage.site import catalogue
from statuspage.store import db
from tests.bench.sites import add_incidents, make_site
from tests.helpers.stores import running_server

_INCIDENTS = 100
_TIMES = 15
_ADA = Actor("ada")


def main() -> None:
    """Print milliseconds on both, and how they compare."""
    with tempfile.TemporaryDirectory() as folder, running_server() as server:
        config = make_site(Path(folder, "site"))
        in_a_file = _measured()
        db.open_store(server.place(config.parent))
        sync(config, {})
        on_a_server = _measured()
        db.close_store()
    print(
        f"20 components, {_INCIDENTS} incidents; the server is on the same machine, "
        "and waits for no disk"
    )
    for what, first in in_a_file.items():
        then = on_a_server[what]
        print(
            f"  {what:23} SQLite {first:6.1f} ms   PostgreSQL {then:6.1f} ms   {then / first:.1f}x"
        )


def _measured() -> dict[str, float]:
    add_incidents(_INCIDENTS, timedelta(days=365))
    key = open_incident("Search is slow", NewUpdate("We look."), _ADA).key
    return {
        "a rendering of /": _median(lambda: _render("/")),
        "a rendering of /history": _median(lambda: _render("/history")),
        "posting an update": _median(lambda: post_update(key, NewUpdate("We know more."), _ADA)),
    }


def _render(path: str) -> None:
    found = catalogue.find(path)
    assert found is not None
    with db.snapshot():
        catalogue.render(found)


def _median(act: Callable[[], object]) -> float:
    """In milliseconds."""
    took = []
    for _ in range(_TIMES):
        begun = time.perf_counter()
        act()
        took.append(1000 * (time.perf_counter() - begun))
    return median(took)


if __name__ == "__main__":
    main()
