"""What a year of one-minute probes weighs on disk, and what it adds to the rendering of a page."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from statuspage import clock
from statuspage.actions.freezing import closed_periods, freeze
from statuspage.actions.measurements.results import pack_old_samples
from statuspage.domain.measured.hours import hour_of
from statuspage.site import catalogue
from statuspage.store import db
from tests.bench.sites import COMPONENTS, make_site
from tests.helpers.measurements import results
from tests.helpers.processes import statuspage

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_KEEP = timedelta(days=14)  # raw samples, as the settings have it when they say nothing
_DAYS_TO_AN_OUTAGE = 10
_REPEATS = 20
_PAGES = ("/", "/sla", "/sla/sla-0", "/components/component-0")
_PROBE = """
[[probes]]
id = "probe-{0}"
component = "component-{0}"
type = "http"
url = "http://127.0.0.1:9/"
interval = "60s"
"""


def main(days: int = 365) -> None:
    """Print the size, and milliseconds with one day and with all of it, and their ratio."""
    end = hour_of(clock.now())
    with tempfile.TemporaryDirectory() as folder:
        stores = [_filled(Path(folder, name), end, d) for name, d in (("day", 1), ("all", days))]
        size = stores[1].stat().st_size
        pairs = {page: [_pair(page, stores) for _ in range(_REPEATS)] for page in _PAGES}
        db.close_store()
    print(
        f"{COMPONENTS} one-minute probes over {days} days, imported, raw results packed\n"
        f"  the file is {size / 1e6:.1f} MB  (wanted for a year: under 60)\n"
        "Rendering with 1 day and with all of it (median ms; wanted: a ratio near 1)"
    )
    for page in _PAGES:
        short, long = (statistics.median(side) for side in zip(*pairs[page], strict=True))
        print(f"  {page:26}{short:8.2f}{long:8.2f}   ratio {long / short:.2f}")


def _filled(folder: Path, end: datetime, days: int) -> Path:
    """A store into which checks of some days were imported, and their raw results are gone."""
    probes = "".join(_PROBE.format(number) for number in range(COMPONENTS))
    config = make_site(folder, probes, source="probes")
    _import(config, end, days)
    # As the worker does, first what is due now, then once the raw results are too old.
    for closed in closed_periods():
        freeze(closed)
    with clock.standing_at(end + _KEEP + _DAY):
        pack_old_samples(_KEEP)
    place = db.path()
    db.close_store()
    return place


def _pair(page: str, stores: list[Path]) -> list[float]:
    """Milliseconds for a page from each store, in turns so that all meet the same machine."""
    found = []
    for place in stores:
        db.open_store(place)
        _once(page)  # the first query of a connection reads the schema
        found.append(_once(page))
    return found


def _import(config: Path, end: datetime, days: int) -> None:
    """Take a file of made-up checks by the command, as an operator would."""
    file = config.parent / "checks.csv"
    count = COMPONENTS * days * 1440
    _say(f"writing {count:,} checks ...")
    with file.open("w", encoding="ascii") as opened:
        opened.write("probe,at,state,latency_ms\n")
        opened.writelines(_rows(end - days * _DAY, end, days))
    _say(f"importing {count:,} checks ...")
    begun = time.monotonic()
    done = statuspage(config, "import", "checks", str(file))
    if done.returncode:
        raise RuntimeError(done.stderr)
    file.unlink()
    _say(f"{count / (time.monotonic() - begun):,.0f} checks/s (wanted: at least 50,000)")


def _rows(start: datetime, end: datetime, days: int) -> Iterator[str]:
    for number in range(COMPONENTS):
        outages = max(1, days // _DAYS_TO_AN_OUTAGE)
        for sample in results(start, end, _MINUTE, seed=number, outages=outages):
            took = "" if sample.latency_ms is None else sample.latency_ms
            yield f"probe-{number},{sample.at:%Y-%m-%dT%H:%M:%SZ},{sample.state},{took}\n"


def _say(words: str) -> None:
    print(words, file=sys.stderr)


def _once(page: str) -> float:
    found = catalogue.find(page)
    assert found is not None
    start = time.perf_counter()
    catalogue.render(found)
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
