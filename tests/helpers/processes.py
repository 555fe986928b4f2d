"""Real processes for tests and benchmarks: `statuspage serve`, nginx, a free port."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def statuspage(config: Path, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    command = [sys.executable, "-m", "statuspage", "--config", str(config), *words]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, check=False)


@contextmanager
def serving(config: Path, *, workers: int = 1, port: int | None = None) -> Iterator[str]:
    """A running `statuspage serve`; gives its address."""
    chosen = port or free_port()
    process = start_serving(config, chosen, workers=workers)
    try:
        yield f"http://127.0.0.1:{chosen}"
    finally:
        process.terminate()
        process.wait(15)


def start_serving(config: Path, port: int, *, workers: int = 1) -> subprocess.Popen[bytes]:
    """Start `statuspage serve` and wait until it answers."""
    command = [sys.executable, "-m", "statuspage", "--config", str(config)]
    command += ["serve", "--port", str(port), "--workers", str(workers)]
    process = subprocess.Popen(command)
    wait_for(f"http://127.0.0.1:{port}/healthz", process)
    return process


def wait_for(url: str, process: subprocess.Popen[bytes], seconds: float = 30) -> None:
    """Wait until an address answers; fails when its process ends before."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the process ended with code {process.returncode}")
        try:
            httpx2.get(url, timeout=2)
        except httpx2.HTTPError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"{url} did not answer within {seconds} s")


def kill_nine(process: subprocess.Popen[bytes], port: int) -> None:
    """End a server as a power cut would, and wait until its workers have noticed."""
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    until = time.monotonic() + 10
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return
        time.sleep(0.02)
    raise RuntimeError(f"port {port} is still served after its server was killed")


def nginx_program() -> str | None:
    """Where nginx is, or None."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


@contextmanager
def nginx(folder: Path, root: Path, port: int, server: str = "") -> Iterator[str]:
    """A running nginx that serves `root`; `server` replaces the plain server block."""
    program = nginx_program()
    if program is None:
        raise RuntimeError("nginx is missing. As root on Debian: apt-get install nginx-light")
    block = server or f"server {{ listen 127.0.0.1:{port}; root {root}; }}"
    user = "user root;" if os.geteuid() == 0 else ""
    config = folder / "nginx.conf"
    config.write_text(
        f"""{user} daemon off; worker_processes 2; pid {folder}/nginx.pid;
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
    process = subprocess.Popen([program, "-c", str(config), "-e", str(folder / "error.log")])
    try:
        wait_for(f"http://127.0.0.1:{port}/", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)
