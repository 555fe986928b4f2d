"""What rendering pages costs with one year and with ten years of history behind it."""

from __future__ import annotations

import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from statuspage import clock
from statuspage.site import catalogue
from statuspage.store import db
from tests.bench.sites import add_incidents, make_site

_REPEATS = 30
_A_YEAR = 84  # incidents; 10 years of that are 840
_YEAR = timedelta(days=365)
_PAGES = ("/", "/sla", "/sla/sla-0", "/components/component-0", "/feeds/all.atom", "/history")


def main() -> None:
    """Print milliseconds for one year and for ten years of incidents, and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        short = _times(Path(folder, "year"), 1)
        long = _times(Path(folder, "years"), 10)
    print(
        "Rendering with 1 year and with 10 years of incidents (median ms; wanted: a ratio near 1)"
    )
    for page in _PAGES:
        print(
            f"  {page:26}{short[page]:8.2f}{long[page]:8.2f}   ratio {long[page] / short[page]:.2f}"
        )


def _times(folder: Path, years: int) -> dict[str, float]:
    """Both sites had the same last year: pages show that much."""
    make_site(folder)
    add_incidents(_A_YEAR, _YEAR, seed=1)
    if years > 1:
        with clock.standing_at(clock.now() - _YEAR):
            add_incidents(_A_YEAR * (years - 1), _YEAR * (years - 1), seed=2)
    found = {page: statistics.median(_once(page) for _ in range(_REPEATS)) for page in _PAGES}
    db.close_store()
    return found


def _once(page: str) -> float:
    found = catalogue.find(page)
    assert found is not None
    start = time.perf_counter()
    catalogue.render(found)
    return (time.perf_counter() - start) * 1000
