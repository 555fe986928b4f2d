"""Proxies as they are shipped: real ones accept them, and hand on who asks."""

from __future__ import annotations

import re
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
        assert len(get(f"http://127.0.0.1:{port}/docs").headers["X-Request-ID"]) == 36


@pytest.mark.slow
def test_nginx_of_the_composition_has_the_copy_in_front(program: str, tmp_path: Path) -> None:
    need("nginx")
    port, copy = free_port(), tmp_path / "copy"
    copy.mkdir()
    (copy / "sla").mkdir()
    (copy / "sla" / "index.html").write_text("from the copy", "utf-8")
    server = (
        (DEPLOY / "nginx-compose.conf").read_text("utf-8").split("\nserver {\n    listen 80;")[0]
    )
    server = re.sub(r"\n    (ssl_|http2).*", "", server)
    server = server.replace("listen 443 ssl", f"listen 127.0.0.1:{port}").replace(
        "/copy", str(copy)
    )
    server = server.replace("172.30.5.2:8000", program.removeprefix("http://"))
    with nginx(tmp_path, tmp_path, port, server) as address:
        asked(address)
        assert get(f"{address}/sla").text == "from the copy"
        assert re.fullmatch("[0-9a-f]{32}", get(f"{address}/docs").headers["X-Request-ID"])
    assert "[emerg]" not in (tmp_path / "error.log").read_text()


def test_nginx_of_the_composition_is_that_of_the_copy() -> None:
    """But for where the program, the copy and the certificate are."""
    own = re.compile(r"\n *(server [\d.]+:8000;|ssl_|listen 443|http2 |root |# brotli_).*")
    copied, composed = (
        own.sub("", (DEPLOY / f"nginx-{name}.conf").read_text("utf-8").partition("upstream ")[2])
        for name in ("copy", "compose")
    )
    assert composed == copied


def test_nginx_names_each_request_to_the_program() -> None:
    for shipped in DEPLOY.glob("nginx-*.conf"):
        text = shipped.read_text("utf-8")
        named = text.count("proxy_set_header X-Request-ID $request_id;")
        assert named == text.count("proxy_set_header X-Forwarded-For "), shipped.name
