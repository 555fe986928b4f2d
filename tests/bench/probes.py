"""What one http check costs in CPU, and how soon 500 probes are all live."""

from __future__ import annotations

import asyncio
import multiprocessing
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

from statuspage.config import Probe
from statuspage.domain.measured.samples import ProbeState
from statuspage.probes.prober import Checked, Prober

PROBES = 500
INTERVAL = 20  # seconds
_STEADY = 20  # seconds that are measured after all are live
_ANSWER = (
    b"HTTP/1.1 200 OK\r\nServer: bench\r\nContent-Type: application/json\r\n"
    b"Content-Length: 15\r\nConnection: close\r\n\r\n" + b'{"status":"ok"}'
)


def main() -> None:
    """Print both figures; the target is a process of its own, so that only our side is counted."""
    with target() as port:
        live, cost, checks = _measure(port)
    print(
        f"{PROBES} http probes at {INTERVAL} s\n"
        f"  all live after  {live:6.1f} s   (wanted: at most {INTERVAL}; the best peer: 330)\n"
        f"  CPU per check   {cost:6.2f} ms  (wanted: at most 1.5; the best peer: 4.3), "
        f"over {checks} checks"
    )


@contextmanager
def target() -> Iterator[int]:
    """A process that answers checks; gives its port."""
    here, there = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_serve, args=(there,), daemon=True
    )
    process.start()
    try:
        yield here.recv()
    finally:
        process.terminate()
        process.join()


def _measure(port: int) -> tuple[float, float, int]:
    """Seconds until all are live, CPU milliseconds per check after that, and how many checks."""
    seen: set[str] = set()
    found: list[Checked] = []
    all_live = threading.Event()

    def take(batch: list[Checked]) -> None:
        found.extend(batch)
        seen.update(checked.probe for checked in batch)
        if len(seen) == PROBES:
            all_live.set()

    prober = Prober(take)
    prober.use([_probe(number, port) for number in range(PROBES)])
    thread = threading.Thread(target=prober.run)
    started = time.monotonic()
    thread.start()
    all_live.wait(10 * INTERVAL)
    live = time.monotonic() - started
    before, cpu = len(found), time.process_time()
    time.sleep(_STEADY)
    checks, cpu = len(found) - before, time.process_time() - cpu
    prober.stop()
    thread.join()
    bad = [checked for checked in found if checked.result.state is not ProbeState.UP]
    if bad:
        raise RuntimeError(f"{len(bad)} checks failed; the first: {bad[0]}")
    return live, 1000 * cpu / checks, checks


def _probe(number: int, port: int) -> Probe:
    return Probe.model_validate(
        {
            "id": f"probe-{number}",
            "component": "api",
            "type": "http",
            "url": f"http://127.0.0.1:{port}/health",
            "interval": f"{INTERVAL}s",
        }
    )


def _serve(pipe: Connection) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(_ANSWER)
        await writer.drain()
        writer.close()

    async def serve() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=PROBES)
        pipe.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(serve())


if __name__ == "__main__":
    main()
