"""What rendering `/` costs with a short and with a long history behind it."""

from __future__ import annotations

import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from statuspage.site import catalogue
from statuspage.store import db
from tests.bench.sites import add_incidents, make_site

_REPEATS = 30
_A_MONTH = 7  # incidents in a month; 10 years of that are 840
_PAGES = ("/", "/sla", "/sla/sla-0", "/components/component-0", "/feeds/all.atom", "/history")


def main() -> None:
    """Print milliseconds for a month and for ten years of incidents, and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        short = _times(Path(folder, "month"), _A_MONTH, timedelta(days=30))
        long = _times(Path(folder, "years"), _A_MONTH * 120, timedelta(days=3650))
    print(
        "Rendering with 1 month and with 10 years of incidents (median ms; wanted: a ratio near 1)"
    )
    for page in _PAGES:
        print(
            f"  {page:26}{short[page]:8.2f}{long[page]:8.2f}   ratio {long[page] / short[page]:.2f}"
        )


def _times(folder: Path, incidents: int, over: timedelta) -> dict[str, float]:
    make_site(folder)
    add_incidents(min(incidents, _A_MONTH), timedelta(days=30), seed=1)
    if incidents > _A_MONTH:
        add_incidents(incidents - _A_MONTH, over, seed=2)
    found = {page: statistics.median(_once(page) for _ in range(_REPEATS)) for page in _PAGES}
    db.close_store()
    return found


def _once(page: str) -> float:
    found = catalogue.find(page)
    assert found is not None
    start = time.perf_counter()
    catalogue.render(found)
    return (time.perf_counter() - start) * 1000
