"""Requests per second of `/` while 500 probes run beside the server, and without them."""

from __future__ import annotations

import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from statuspage.store import db
from tests.bench.probes import INTERVAL, PROBES, target
from tests.bench.serving import requests_per_second
from tests.bench.sites import COMPONENTS, make_site
from tests.helpers.processes import running, serving

_CONNECTIONS = 10
_REPEATS = 7
_UNDER_WAY = 3  # seconds after which a worker that was started checks at its usual rate
_PROBE = """
[[probes]]
id = "probe-{number}"
component = "component-{component}"
type = "http"
url = "http://127.0.0.1:{port}/health"
interval = "{interval}s"
"""


def main() -> None:
    """Print both and their ratio, in turns so that both meet the same machine."""
    if shutil.which("wrk") is None:
        print("Beside probes: skipped, wrk is missing. As root on Debian: apt-get install wrk")
        return
    with tempfile.TemporaryDirectory() as name, target() as port:
        config = make_site(Path(name, "site"), _probes(port))
        db.close_store()
        print(f"waiting until {PROBES} probes are live ...", file=sys.stderr)
        with serving(config, workers=2) as ours:
            with _working(config):
                time.sleep(INTERVAL)
            _require_live(config.parent / "var" / "statuspage.db")
            pairs = [_pair(config, ours) for _ in range(_REPEATS)]
    alone, beside = (statistics.median(side) for side in zip(*pairs, strict=True))
    print(
        f"GET / over {_CONNECTIONS} connections: requests/s alone and beside {PROBES} http probes "
        f"at {INTERVAL} s, median of {_REPEATS}\n"
        f"  {alone:9.0f} {beside:9.0f}   ratio {beside / alone:.2f} (wanted: near 1)"
    )


def _pair(config: Path, ours: str) -> tuple[float, float]:
    alone = requests_per_second(ours, _CONNECTIONS)
    with _working(config):
        return alone, requests_per_second(ours, _CONNECTIONS)


@contextmanager
def _working(config: Path) -> Iterator[None]:
    """A running `statuspage work`, once it is under way."""
    command = [sys.executable, "-m", "statuspage", "--config", str(config), "work"]
    with running(command, stderr=subprocess.DEVNULL):
        time.sleep(_UNDER_WAY)
        yield


def _require_live(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        (live,) = connection.execute("SELECT count(*) FROM series").fetchone()
    if live < PROBES:
        raise RuntimeError(f"only {live} of {PROBES} probes are live")


def _probes(port: int) -> str:
    return "".join(
        _PROBE.format(number=n, component=n % COMPONENTS, port=port, interval=INTERVAL)
        for n in range(PROBES)
    )


if __name__ == "__main__":
    main()
