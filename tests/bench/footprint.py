"""How light the program is: memory of `run`, time to its first page, and the start of a command."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.request import urlopen

from statuspage.store import db
from tests.bench.sites import COMPONENTS, add_incidents, make_site
from tests.helpers.processes import free_port, running, serve_command

_INCIDENTS = 800
_WORKERS = 2
_REPEATS = 9
_PAGES = (
    *("/", "/sla", "/history", "/changelog", "/maintenance", "/feeds", "/feeds/all.atom"),
    *(f"/components/component-{number}" for number in range(COMPONENTS)),
    *(f"/sla/sla-{number}" for number in range(3)),
)
_EMPTY = [sys.executable, "-c", "import time; print(flush=True); time.sleep(600)"]


def main() -> None:
    """Print each beside an interpreter that does nothing."""
    with tempfile.TemporaryDirectory() as name:
        config = make_site(Path(name, "site"))
        add_incidents(_INCIDENTS, timedelta(days=3650))
        db.close_store()
        _memory_and_first_page(config)
        _start_of_a_command(config)


def _memory_and_first_page(config: Path) -> None:
    first: list[float] = []
    asked: list[float] = []
    idle: list[float] = []
    for _ in range(3):
        begun = time.perf_counter()
        with _running(config) as (process, address):
            first.append(time.perf_counter() - begun)
            idle.append(_memory(process.pid))
            for path in _PAGES * _WORKERS:
                with urlopen(address + path) as answer:
                    answer.read()
            asked.append(_memory(process.pid))
    with running(_EMPTY, stdout=subprocess.PIPE) as empty:
        empty.stdout.readline()  # it has started
        nothing = _memory(empty.pid)
    took, start = statistics.median(first), _seconds([sys.executable, "-c", "pass"])
    print(
        f"statuspage run with {_WORKERS} web servers over {_INCIDENTS} incidents, "
        "beside python -c pass (median)\n"
        f"  first page after   {took:7.2f} s    ratio {took / start:6.0f}  (wanted: under 1.5 s)"
    )
    for label, sizes in (("memory (PSS)", idle), (f"after {len(_PAGES)} pages", asked)):
        size = statistics.median(sizes)
        print(f"  {label:18} {size:7.0f} MB   ratio {size / nothing:6.0f}  (wanted: under 150 MB)")


def _start_of_a_command(config: Path) -> None:
    words = ("incident", "open", "--title", "Slow", "--body", "We look.")
    program = [sys.executable, "-m", "statuspage", "--config", str(config)]
    print("The whole of a command, beside python -c pass (median)")
    start = _seconds([sys.executable, "-c", "pass"])
    for name, command in (
        ("incident --help", [*program, "incident", "--help"]),
        ("incident open", [*program, *words]),
    ):
        took = _seconds(command)
        print(f"  {name:18} {took:7.2f} s    ratio {took / start:6.0f}  (wanted: under 0.3 s)")


def _seconds(command: list[str]) -> float:
    found = []
    for _ in range(_REPEATS):
        begun = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        found.append(time.perf_counter() - begun)
    return statistics.median(found)


@contextmanager
def _running(config: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A running `statuspage run`, once its first page was sent."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = serve_command(config, port, verb="run", workers=_WORKERS)
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with running(command, f"{address}/", **silent) as process:
        yield process, address


def _memory(process: int) -> float:
    """Megabytes of a process and all that it started; what they share counts once (PSS)."""
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text("ascii")
    (size,) = (int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    children = Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
    return size / 1024 + sum(_memory(int(child)) for child in children)


if __name__ == "__main__":
    main()
