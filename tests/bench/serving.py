"""Requests per second of one page: nginx on a file, nginx on the copy with the program behind it,
the program alone, and a bare function on the same server; all of the same bytes, in turns."""

from __future__ import annotations

import json
import pickle
import re
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx2

from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.staff.tokens import create_token
from statuspage.publish import targets
from statuspage.store import db
from tests.bench.bare import Ready
from tests.bench.sites import add_incidents, make_site
from tests.helpers.copies import publish, shipped_front
from tests.helpers.processes import PATIENCE, ask, free_port, get, nginx, running, serving
from tests.helpers.wanted import BROTLI, need

CONNECTIONS = (1, 10, 100)
_PROCESSES = 2
_REPEATS = 3
_SECONDS = 1
_UNDER_UPDATES = 6  # seconds, with an update in each
_BROWSER = "br, gzip" if BROTLI.exists() else "gzip"  # what all of them can send
_OURS = "the program"


@dataclass(frozen=True)
class _Run:
    """What wrk says of one run."""

    rate: float  # requests per second
    p99: float  # milliseconds


def main() -> None:
    """Print each kind of request as a table, and how long the program takes while it is updated."""
    need("wrk")
    need("nginx")
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        folder.chmod(0o755)
        config = make_site(folder / "site", f'[publish]\ntarget = "{folder}/copy"\n')
        add_incidents(10, timedelta(days=30))
        key = open_incident("Something is slow", NewUpdate("We look."), Actor("bench")).key
        token = create_token("bench", ["incidents"], [])
        targets.use(config.parent)
        publish(folder / "copy")
        db.close_store()
        ours = stack.enter_context(serving(config, workers=_PROCESSES))
        servers = {
            "nginx, a file": _on_a_file(stack, folder, ours),
            "nginx, the copy": stack.enter_context(_front(folder, ours)),
            _OURS: ours,
            "a bare function": _bare(stack, folder, ours),
        }
        _compare(servers)
        _under_updates(ours, key, token)


def _on_a_file(stack: ExitStack, folder: Path, ours: str) -> str:
    """The same bytes as a plain file, with the packed one beside it."""
    root, place = folder / "www", folder / "file"
    root.mkdir()
    place.mkdir()
    (root / "index.html").write_bytes(_fetched(ours, "identity").content)
    (root / "index.html.gz").write_bytes(_raw(ours, "gzip"))
    (root / "index.html.br").write_bytes(_raw(ours, "br"))
    port = free_port()
    sent = "gzip_static on; gzip_vary on;" + (" brotli_static on;" if BROTLI.exists() else "")
    block = f"server {{ listen 127.0.0.1:{port}; root {root}; {sent} }}"
    return stack.enter_context(nginx(place, root, port, block))


@contextmanager
def _front(folder: Path, ours: str) -> Iterator[str]:
    """The shipped configuration: the copy first, the program behind it."""
    place, port = folder / "front", free_port()
    place.mkdir()
    with nginx(place, place, port, shipped_front(folder / "copy", ours, port)) as address:
        yield address


def _bare(stack: ExitStack, folder: Path, ours: str) -> str:
    ready: Ready = {}
    for asked in ("identity", _BROWSER):
        headers = [
            (name, value)
            for name, value in _fetched(ours, asked).headers.items()
            if name not in ("date", "connection", "transfer-encoding")
        ]
        # Names in small letters, as httpx gives them, are the same to HTTP.
        ready[asked] = ([("ETag", dict(headers)["etag"]), *headers], _raw(ours, asked))
    file, port = folder / "ready", free_port()
    file.write_bytes(pickle.dumps(ready))
    command = [sys.executable, "-m", "tests.bench.bare", str(port), str(_PROCESSES), str(file)]
    address = f"http://127.0.0.1:{port}"
    stack.enter_context(running(command, f"{address}/"))
    return address


def _fetched(server: str, asked: str) -> httpx2.Response:
    return get(f"{server}/", headers={"Accept-Encoding": asked})


def _raw(server: str, asked: str) -> bytes:
    """The body as it is sent, not unpacked."""
    with httpx2.stream(
        "GET", f"{server}/", headers={"Accept-Encoding": asked}, timeout=PATIENCE
    ) as answer:
        return b"".join(answer.iter_raw())


def _compare(servers: Mapping[str, str]) -> None:
    kinds = (
        ("the plain page", "identity", False),
        (f"as a browser asks ({_BROWSER})", _BROWSER, False),
        ("304, as a browser asks", _BROWSER, True),
    )
    print(
        f"Requests/s for / ({_PROCESSES} processes each, median of {_REPEATS} runs in turns). "
        "Wanted: the copy 1.0 of a file, the program 0.95 of a bare function."
    )
    names = list(servers)
    head = "".join(f"{name:>17}" for name in names)
    print(f"{'':32} conn.{head}   copy/file   program/bare")
    for title, asked, is_known in kinds:
        for connections in CONNECTIONS:
            runs = [_round(servers, asked, connections, is_known) for _ in range(_REPEATS)]
            rates = {name: statistics.median(run[name].rate for run in runs) for name in names}
            file, copy, program, bare = names
            front = statistics.median(run[copy].rate / run[file].rate for run in runs)
            own = statistics.median(run[program].rate / run[bare].rate for run in runs)
            row = "".join(f"{rates[name]:17.0f}" for name in names)
            print(f"{title:32} {connections:5}{row}   {front:9.2f}   {own:12.2f}")


def _round(
    servers: Mapping[str, str], asked: str, connections: int, is_known: bool
) -> dict[str, _Run]:
    found = {}
    for name, server in servers.items():
        headers = {"Accept-Encoding": asked}
        if is_known:
            headers["If-None-Match"] = _fetched(server, asked).headers["ETag"]
        found[name] = _run(server, connections, headers)
    return found


def _under_updates(ours: str, key: str, token: str) -> None:
    """The program while an incident is updated every second."""
    over = threading.Event()
    writer = threading.Thread(target=_post_until, args=(over, ours, key, token))
    writer.start()
    try:
        run = _run(ours, 100, {"Accept-Encoding": _BROWSER}, _UNDER_UPDATES)
    finally:
        over.set()
        writer.join()
    print(
        "The program at 100 connections, with an update of an incident every second: "
        f"{run.rate:.0f} requests/s, 99% of the answers within {run.p99:.1f} ms (wanted: 5 ms)"
    )


def _post_until(over: threading.Event, ours: str, key: str, token: str) -> None:
    address = f"{ours}/api/v1/incidents/{key}/updates"
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    number = 0
    while not over.wait(1.0):
        number += 1
        body = json.dumps({"body": f"We know more: {number}."})
        ask("POST", address, content=body, headers=headers).raise_for_status()


def _run(
    server: str, connections: int, headers: Mapping[str, str], seconds: int = _SECONDS
) -> _Run:
    given = [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", *given, f"{server}/"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", text)
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)", text)
    if rate is None or p99 is None or "Non-2xx" in text:
        raise RuntimeError(text)
    return _Run(float(rate[1]), float(p99[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[p99[2]])


def requests_per_second(url: str, connections: int) -> float:
    """Of GET / at an address, as wrk counts them."""
    return _run(url, connections, {"Accept-Encoding": "identity"}).rate


if __name__ == "__main__":
    main()
