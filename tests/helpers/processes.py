"""Real processes for tests and benchmarks: `statuspage serve`, nginx, a free port; patience."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx2

from tests.helpers.wanted import BROTLI

PATIENCE = 300.0
"""Seconds after which what is waited for has failed: far more than a busy machine takes."""

_MORTAL = ["setpriv", "--pdeathsig", "TERM", "--"] if shutil.which("setpriv") else []
"""Begins a command that is to end when the tests themselves are killed."""


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def get(url: str | httpx2.URL, **options: Any) -> httpx2.Response:
    """GET an address, however long a busy machine takes."""
    return ask("GET", url, **options)


def ask(method: str, url: str | httpx2.URL, **options: Any) -> httpx2.Response:
    """Ask for an address. To read all certificates took longer than most answers: over plain http
    none are."""
    if str(url).startswith("http:"):
        options.setdefault("verify", False)
    return httpx2.request(method, url, **{"timeout": PATIENCE, **options})


def statuspage(config: Path, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    command = [sys.executable, "-m", "statuspage", "--config", str(config), *words]
    return to_its_end(command, stdin)


def to_its_end(
    command: list[str], stdin: str = "", **options: Any
) -> subprocess.CompletedProcess[str]:
    """Run a command, with all that it starts, until it ends by itself."""
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with running(command, text=True, **pipes, **options) as process:
        said, faults = process.communicate(stdin, PATIENCE)
    return subprocess.CompletedProcess(command, process.returncode, said, faults)


def wait_until(
    holds: Callable[[], bool], process: subprocess.Popen[Any] | None = None, what: str = "it"
) -> None:
    """Wait for a condition, however busy the machine is; fails at once when the process ended."""
    until = time.monotonic() + PATIENCE
    while not holds():
        if process is not None and process.poll() is not None:
            raise RuntimeError(f"the process ended with code {process.returncode}")
        if time.monotonic() > until:
            raise RuntimeError(f"{what} did not happen within {PATIENCE} s")
        time.sleep(0.05)


def wait_for(url: str, process: subprocess.Popen[Any]) -> None:
    """Wait until an address answers; fails when its process ends before."""

    def answers() -> bool:
        try:
            get(url)
        except httpx2.TransportError:
            return False
        return True

    wait_until(answers, process, f"an answer of {url}")


@contextmanager
def running(
    command: list[str], url: str | None = None, **options: Any
) -> Iterator[subprocess.Popen[Any]]:
    """A process, once `url` answers; it is ended afterwards, and when that never comes."""
    process = subprocess.Popen([*_MORTAL, *command], start_new_session=True, **options)
    try:
        if url is not None:
            wait_for(url, process)
        yield process
    finally:
        end(process)


def end(process: subprocess.Popen[Any]) -> None:
    """Ask a process to stop and wait until it has; one that does not is a fault.

    What is left of it, and of what it started, is killed.
    """
    process.terminate()
    try:
        process.wait(PATIENCE)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def serve_command(config: Path, port: int, *, verb: str = "serve", workers: int = 1) -> list[str]:
    """How a site is served at a port of this machine."""
    command = [sys.executable, "-m", "statuspage", "--config", str(config), verb]
    return [*command, "--port", str(port), "--workers", str(workers)]


@contextmanager
def serving(config: Path, *, workers: int = 1, port: int | None = None) -> Iterator[str]:
    """A running `statuspage serve`; gives its address."""
    chosen = port or free_port()
    address = f"http://127.0.0.1:{chosen}"
    with running(serve_command(config, chosen, workers=workers), f"{address}/healthz"):
        yield address


def kill_nine(process: subprocess.Popen[Any], port: int) -> None:
    """End a server as a power cut would, and wait until its parts have noticed."""
    process.kill()
    process.wait()
    wait_until(lambda: not _is_served(port), what=f"the end of what served port {port}")


def _is_served(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def nginx_program() -> str | None:
    """Where nginx is, or None."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


@contextmanager
def nginx(folder: Path, root: Path, port: int, server: str = "") -> Iterator[str]:
    """A running nginx that serves `root`; `server` replaces the plain server block.

    It has the module for brotli where there is one.
    """
    program = nginx_program()
    if program is None:
        raise RuntimeError("nginx is missing. As root on Debian: apt-get install nginx-light")
    load = f"load_module {BROTLI};" if BROTLI.exists() else ""
    block = server or f"server {{ listen 127.0.0.1:{port}; root {root}; }}"
    user = "user root;" if os.geteuid() == 0 else ""
    config = folder / "nginx.conf"
    config.write_text(
        f"""{load} {user} daemon off; worker_processes 2; pid {folder}/nginx.pid;
        error_log {folder}/error.log;
        events {{ worker_connections 512; }}
        http {{
          types {{ text/html html; }} default_type text/plain;
          access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
          client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2;
          fastcgi_temp_path {folder}/t3; uwsgi_temp_path {folder}/t4;
          scgi_temp_path {folder}/t5;
          {block}
        }}""",
        "utf-8",
    )
    command = [program, "-c", str(config), "-e", str(folder / "error.log")]
    with running(command, f"http://127.0.0.1:{port}/"):
        yield f"http://127.0.0.1:{port}"
