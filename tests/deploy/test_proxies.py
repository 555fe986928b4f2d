"""Proxies as they are shipped: real ones accept them, and hand on who asks."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from statuspage.store import db
from tests.helpers.processes import ask, free_port, get, nginx, running, serving
from tests.helpers.sites import URL, open_site, write_site
from tests.helpers.wanted import need

DEPLOY = Path(__file__).parents[2] / "deploy"


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = open_site(write_site(tmp_path_factory.mktemp("behind") / "site", url=URL))
    db.close_store()
    with serving(folder / "config.toml") as address:
        yield address


def asked(address: str) -> None:
    """A page comes through, a large body is refused."""
    assert "Acme Cloud" in get(f"{address}/").text
    large = b"x" * (1024 * 1024 + 1)
    refused = ask("POST", f"{address}/api/v1/checks", content=large)
    assert refused.status_code in (413, 401, 502)  # the program did not wait for it, or Caddy not


@pytest.mark.slow
def test_shipped_caddy_serves_the_site(program: str, tmp_path: Path) -> None:
    caddy = need("caddy")
    shipped = DEPLOY / "Caddyfile"
    port = free_port()
    text = shipped.read_text("utf-8").replace("127.0.0.1:8000", program.removeprefix("http://"))
    text = text.replace("status.example.com {", f"http://127.0.0.1:{port} {{")
    file = tmp_path / "Caddyfile"
    file.write_text("{\n\tadmin off\n\tauto_https off\n}\n" + text, "utf-8")
    home = {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    command = [caddy, "validate", "--adapter", "caddyfile", "--config", str(shipped)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=home)
    assert done.returncode == 0, done.stderr
    command = [caddy, "run", "--adapter", "caddyfile", "--config", str(file)]
    with running(command, f"http://127.0.0.1:{port}/", env=home, stderr=subprocess.DEVNULL):
        asked(f"http://127.0.0.1:{port}")


@pytest.mark.slow
def test_nginx_of_the_composition_serves_the_site(program: str, tmp_path: Path) -> None:
    need("nginx")
    port = free_port()
    text = (DEPLOY / "nginx-compose.conf").read_text("utf-8")
    begin, end = text.index("server {"), text.index("server {", text.index("server {") + 1)
    kept = [
        line
        for line in text[begin:end].splitlines()
        if not line.strip().startswith(("ssl_", "http2", "resolver"))
    ]
    server = "\n".join(kept).replace("listen 443 ssl", f"listen 127.0.0.1:{port}")
    server = server.replace("http://statuspage:8000", program)
    with nginx(tmp_path, tmp_path, port, server) as address:
        asked(address)
    assert "[emerg]" not in (tmp_path / "error.log").read_text()
