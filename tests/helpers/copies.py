"""Copies of the site of a test."""

from __future__ import annotations

import re
from pathlib import Path

from statuspage.publish.folder import FolderTarget
from statuspage.publish.whole import CopyReport
from statuspage.publish.whole import publish as publish_whole
from tests.helpers.wanted import BROTLI

DEPLOY = Path(__file__).parents[2] / "deploy"
_BROTLI = "# brotli_static on;"


def publish(target: Path, *, full: bool = False) -> CopyReport:
    """A whole copy in a folder."""
    return publish_whole(FolderTarget(target), full=full)


def shipped_front(copy: Path, program: str, port: int) -> str:
    """The shipped nginx-copy.conf, without TLS, for a copy and a program of this machine."""
    found = _shipped("nginx-copy.conf")
    found = re.sub(r"\n    ssl_certificate.*", "", found)
    found = found.replace("server 127.0.0.1:8000;", f"server {program.removeprefix('http://')};")
    found = re.sub(r"listen 443 .*", f"listen 127.0.0.1:{port};", found)
    found = found.replace("/var/www/status", str(copy)).split("\nserver {\n    listen 80;")[0]
    return found.replace("status.example.com", "localhost")


def shipped(copy: Path, program: str, ports: tuple[int, int]) -> str:
    """Both configurations as they are shipped, without TLS, for this machine."""
    both = shipped_front(copy, program, ports[0])
    both = both.replace("# ~", "~")  # a further language, and what caches are told of it
    alone = _shipped("nginx-static.conf")
    alone = alone.replace("/var/www/status", str(copy))
    alone = "server {" + alone.split("\nserver {")[1]
    alone = alone.replace("listen 80;", f"listen 127.0.0.1:{ports[1]};")
    assert "status.example.com" in alone
    return both + alone.replace("status.example.com", "localhost")


def _shipped(name: str) -> str:
    """A configuration, with brotli where it can be sent."""
    found = (DEPLOY / name).read_text("utf-8")
    assert found.count(_BROTLI) == 1
    return found.replace(_BROTLI, "brotli_static on;") if BROTLI.exists() else found
