"""An authority of our own, and certificates it signs, good and bad."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from statuspage.net import wire

Certificate = Callable[..., ssl.SSLContext]
_NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")


def openssl(folder: Path, *words: str) -> None:
    """Run openssl in a folder."""
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ca.pem and ca.key."""
    folder = tmp_path_factory.mktemp("authority")
    subject = ("-subj", "/CN=Test authority", "-days", "30")
    openssl(folder, "req", "-x509", *_NEW_KEY, "-keyout", "ca.key", "-out", "ca.pem", *subject)
    return folder


@pytest.fixture
def certificate(authority: Path, tmp_path: Path) -> Certificate:
    """Makes the context of a server: its name, and the days for which its certificate holds."""

    def make(name: str = "DNS:localhost", days: int = 30) -> ssl.SSLContext:
        (tmp_path / "names").write_text(f"subjectAltName={name}", "utf-8")
        openssl(
            tmp_path, "req", *_NEW_KEY, "-keyout", "key", "-out", "request", "-subj", "/CN=leaf"
        )
        signer = ("-CA", str(authority / "ca.pem"), "-CAkey", str(authority / "ca.key"))
        openssl(
            tmp_path,
            *("x509", "-req", "-in", "request", *signer, "-set_serial", "1"),
            *("-days", str(days), "-extfile", "names", "-out", "leaf.pem"),
        )
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(tmp_path / "leaf.pem", tmp_path / "key")
        return context

    return make


@pytest.fixture
def trusted(authority: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The probes believe our authority."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority / "ca.pem"))
    wire.trust.cache_clear()
    yield
    wire.trust.cache_clear()
