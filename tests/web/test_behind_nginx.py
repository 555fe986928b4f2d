"""Behind a real nginx: the shipped configuration with TLS, and a site below a path by all links."""

from __future__ import annotations

import re
import ssl
import subprocess
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import httpx2
import pytest

from statuspage.store import db
from tests.helpers.processes import PATIENCE, ask, free_port, nginx, serving
from tests.helpers.sites import open_site, write_site
from tests.helpers.telling import opened
from tests.helpers.wanted import need

ROOT = Path(__file__).parents[2]


def certificate(folder: Path) -> tuple[Path, Path]:
    key, found = folder / "key.pem", folder / "certificate.pem"
    command = [need("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    subprocess.run(
        [*command, *names, "-keyout", key, "-out", found], check=True, capture_output=True
    )
    return key, found


@pytest.mark.slow
def test_shipped_proxy_serves_the_site_with_tls(store: Path, tmp_path: Path) -> None:
    need("nginx")
    key, found = certificate(tmp_path)
    plain, secure = free_port(), free_port()
    shipped = (ROOT / "deploy" / "nginx-proxy.conf").read_text("utf-8")
    with serving(store / "config.toml") as program:
        server = (
            shipped.replace("http://127.0.0.1:8000", program)
            .replace("listen 443", f"listen 127.0.0.1:{secure}")
            .replace("listen 80;", f"listen 127.0.0.1:{plain};")
            .replace("/etc/ssl/status.example.com.pem", str(found))
            .replace("/etc/ssl/status.example.com.key", str(key))
            .replace("status.example.com", "localhost")
        )
        trusted = ssl.create_default_context(cafile=str(found))
        with nginx(tmp_path, tmp_path, plain, server) as address:
            moved = ask("GET", f"{address}/sla")
            assert moved.status_code == 308
            assert moved.headers["Location"].endswith("/sla")
            page = ask("GET", f"https://localhost:{secure}/", verify=trusted)
            assert page.status_code == 200
            assert "Acme Cloud" in page.text
            large = b"x" * (1024 * 1024 + 1)
            refused = ask(
                "POST",
                f"https://localhost:{secure}/api/v1/checks",
                content=large,
                verify=trusted,
                timeout=PATIENCE,
            )
            assert refused.status_code == 413
    told = (tmp_path / "error.log").read_text()
    assert "[emerg]" not in told


HERE = "https://acme.example/status"
_LINK = re.compile(r"""(?:href|src|action)="([^"#?]+)|(https://acme\.example[^\s"'<>#?&,\\)`]*)""")


_EXAMPLE = re.compile("<pre.*?</pre>|^```.*?^```", re.DOTALL | re.MULTILINE)
"""What another site answers."""


def links(address: str, answer: httpx2.Response) -> set[str]:
    """Every address of the site that an answer names, in whatever form it is."""
    sort = answer.headers.get("Content-Type", "")
    if "javascript" in sort or not re.search("text|json|xml", sort):
        return set()
    text = _EXAMPLE.sub("", answer.text) if address.endswith(("/api", "/api.md")) else answer.text
    named = {one or other for one, other in _LINK.findall(text)}
    found = {urldefrag(urljoin(address, name.rstrip(".")))[0] for name in named}
    return {name for name in found if name.startswith("https://acme.example") and "$" not in name}


@pytest.mark.slow
@pytest.mark.parametrize("keeps", [True, False])
def test_every_link_below_a_path_leads_somewhere(tmp_path: Path, *, keeps: bool) -> None:
    """Whether or not the proxy hands the path on; some addresses are for sending (405)."""
    need("nginx")
    site = open_site(write_site(tmp_path / "site", url=HERE))
    opened()
    db.close_store()
    port = free_port()
    with serving(site / "config.toml") as program, httpx2.Client(timeout=PATIENCE) as client:
        onward = program if keeps else f"{program}/"
        server = f"""server {{ listen 127.0.0.1:{port};
            location = /status {{ proxy_pass {program}{"" if keeps else "/"}; }}
            location /status/ {{ proxy_pass {onward}; }} }}"""
        with nginx(tmp_path, tmp_path, port, server) as address:
            seen, waiting, lost = {HERE}, [HERE], []
            while waiting:
                asked = waiting.pop()
                answer = client.get(asked.replace("https://acme.example", address))
                if answer.status_code not in (200, 303, 405) or not asked.startswith(HERE):
                    lost.append((asked, answer.status_code))
                new = links(asked, answer) - seen
                seen |= new
                waiting += new
    assert lost == []
    assert len(seen) > 50
