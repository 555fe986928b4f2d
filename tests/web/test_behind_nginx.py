"""The shipped configuration of nginx as a proxy with TLS, on the nginx that is installed."""

from __future__ import annotations

import ssl
import subprocess
from pathlib import Path

import httpx2
import pytest

from tests.helpers.processes import PATIENCE, free_port, nginx, serving
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
            moved = httpx2.get(f"{address}/sla", timeout=PATIENCE)
            assert moved.status_code == 308
            assert moved.headers["Location"].endswith("/sla")
            page = httpx2.get(f"https://localhost:{secure}/", verify=trusted, timeout=PATIENCE)
            assert page.status_code == 200
            assert "Acme Cloud" in page.text
            large = b"x" * (1024 * 1024 + 1)
            refused = httpx2.post(
                f"https://localhost:{secure}/api/v1/checks",
                content=large,
                verify=trusted,
                timeout=PATIENCE,
            )
            assert refused.status_code == 413
    told = (tmp_path / "error.log").read_text()
    assert "[emerg]" not in told
