"""Requests per second of `/`: `statuspage serve`, and nginx with the same bytes as a file."""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
import tempfile
from datetime import timedelta
from pathlib import Path

from statuspage.store import db
from tests.bench.sites import add_incidents, make_site
from tests.helpers.processes import free_port, get, nginx, serving

_CONNECTIONS = (1, 10, 100)
_REPEATS = 5
_SECONDS = 2


def main() -> None:
    """Print both and their ratio, the repeats interleaved so that both meet the same machine."""
    if shutil.which("wrk") is None:
        print("Throughput: skipped, wrk is missing. As root on Debian: apt-get install wrk")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        config = make_site(folder / "site")
        add_incidents(10, timedelta(days=30))
        db.close_store()
        with serving(config, workers=2) as ours:
            page = get(ours + "/", headers={"Accept-Encoding": "identity"}).content
            root = folder / "www"
            root.mkdir()
            (root / "index.html").write_bytes(page)
            with nginx(folder, root, free_port()) as theirs:
                _compare(ours, theirs, len(page))


def _compare(ours: str, theirs: str, size: int) -> None:
    print(
        f"GET / of {size} bytes: requests/s from statuspage serve and from nginx, "
        f"median of {_REPEATS}"
    )
    for connections in _CONNECTIONS:
        pairs = [
            (requests_per_second(ours, connections), requests_per_second(theirs, connections))
            for _ in range(_REPEATS)
        ]
        mine = statistics.median(pair[0] for pair in pairs)
        other = statistics.median(pair[1] for pair in pairs)
        ratio = statistics.median(pair[0] / pair[1] for pair in pairs)
        wanted = " (wanted: at least 0.70)" if connections == 10 else ""
        print(f"  {connections:4} connections {mine:9.0f} {other:9.0f}   ratio {ratio:.2f}{wanted}")


def requests_per_second(url: str, connections: int) -> float:
    """Of GET / at an address, as wrk counts them."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{_SECONDS}s", url + "/"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", text)
    if found is None or "Non-2xx" in text:
        raise RuntimeError(text)
    return float(found[1])
