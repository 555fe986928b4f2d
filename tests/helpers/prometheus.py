"""A real Prometheus, filled with months at once, that scrapes a target which fails on purpose."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread

from tests.helpers.processes import free_port, running, to_its_end
from tests.helpers.wanted import need

Points = Mapping[str, list[tuple[float, float]]]
"""The points of series, by metric with labels: seconds since 1970, and a value."""


@dataclass
class Target:
    """What is scraped: metrics as they stand, or a fault; how often it was asked is counted."""

    metrics: dict[str, float] = field(default_factory=dict)
    is_broken: bool = False
    scrapes: int = 0
    lock: Lock = field(default_factory=Lock)

    def text(self) -> str | None:
        """The metrics now, None where it fails."""
        with self.lock:
            self.scrapes += 1
            if self.is_broken:
                return None
            return "".join(f"{name} {value}\n" for name, value in self.metrics.items())


@contextmanager
def exporting(target: Target) -> Iterator[int]:
    """The port at which a target is scraped."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = target.text()
            self.send_response(500 if body is None else 200)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.end_headers()
            with suppress(OSError):  # whoever asked was ended meanwhile
                self.wfile.write((body or "").encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


def backfill(folder: Path, points: Points) -> None:
    """Write points into the database of a Prometheus that does not run."""
    promtool, text = need("promtool"), folder / "points.om"
    with text.open("w") as file:
        for series, some in points.items():
            for at, value in some:
                file.write(f"{series} {value} {at:.3f}\n")
        file.write("# EOF\n")
    command = [promtool, "tsdb", "create-blocks-from", "openmetrics", "--max-block-duration=744h"]
    done = to_its_end([*command, str(text), str(folder / "data")])
    assert done.returncode == 0, done.stderr


def dumped(folder: Path, match: str) -> Points:
    """All points of the database, staleness markers among them, as promtool writes them out."""
    command = [need("promtool"), "tsdb", "dump", f"--match={match}", str(folder / "data")]
    found: dict[str, list[tuple[float, float]]] = {}
    for line in to_its_end(command).stdout.splitlines():
        series, value, at = line.rsplit(" ", 2)
        found.setdefault(series, []).append((int(at) / 1000, float(value)))
    return {series: sorted(some) for series, some in found.items()}


@contextmanager
def prometheus(folder: Path, port_of_target: int | None = None, port: int = 0) -> Iterator[str]:
    """A running Prometheus over a folder; gives its address."""
    scraped = {
        "global": {"scrape_interval": "200ms", "scrape_timeout": "200ms"},
        "scrape_configs": [
            {
                "job_name": "live",
                "static_configs": [{"targets": [f"127.0.0.1:{port_of_target}"]}],
            }
        ]
        if port_of_target
        else [],
    }
    (folder / "prometheus.yml").write_text(json.dumps(scraped))
    port = port or free_port()
    command = [
        need("prometheus"),
        f"--config.file={folder / 'prometheus.yml'}",
        f"--storage.tsdb.path={folder / 'data'}",
        "--storage.tsdb.retention.time=20y",
        f"--web.listen-address=127.0.0.1:{port}",
        "--log.level=error",
    ]
    address = f"http://127.0.0.1:{port}"
    with running(command, f"{address}/-/ready", stderr=subprocess.DEVNULL):
        yield address
