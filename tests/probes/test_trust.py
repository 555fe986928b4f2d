"""Whom a check believes over TLS, what it shows of itself, and each link of the chain."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from statuspage.domain.measured.samples import ProbeState
from statuspage.probes import http, tls
from statuspage.probes.http import HttpProbe
from statuspage.probes.result import Result, check
from statuspage.probes.tls import TlsProbe
from tests.probes.conftest import Certificate, openssl
from tests.probes.targets import COMMON, answer, http_probe, listening, saying, told

UP, DEGRADED, DOWN = ProbeState.UP, ProbeState.DEGRADED, ProbeState.DOWN
_NEW = ("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")


def check_tls(context: ssl.SSLContext, **keys: Any) -> Result:
    async def ask() -> Result:
        async with listening(saying(), context=context) as port:
            given = {**COMMON, "type": "tls", "host": "localhost", "port": port, **keys}
            return await check(tls.KIND, TlsProbe(**given))

    return asyncio.run(ask())


def check_https(context: ssl.SSLContext, keys: Mapping[str, Any]) -> Result:
    async def ask() -> Result:
        async with listening(saying(answer()), context=context) as port:
            probe: HttpProbe = http_probe(f"https://localhost:{port}/", **keys)
            return await check(http.KIND, probe)

    return asyncio.run(ask())


def signed(folder: Path, name: str, by: str, days: int, extension: str) -> None:
    """Make NAME.pem and NAME.key, signed by another pair in the folder."""
    openssl(folder, *_NEW, "-keyout", f"{name}.key", "-out", "request", "-subj", f"/CN={name}")
    (folder / "extension").write_text(extension, "utf-8")
    signer = ("-CA", f"{by}.pem", "-CAkey", f"{by}.key", "-set_serial", str(days))
    given = ("x509", "-req", "-in", "request", *signer, "-days", str(days))
    openssl(folder, *given, "-extfile", "extension", "-out", f"{name}.pem")


@pytest.fixture
def folder(authority: Path, tmp_path: Path) -> Path:
    """A folder with our authority in it, to sign with."""
    for name in ("ca.pem", "ca.key"):
        (tmp_path / name).write_bytes((authority / name).read_bytes())
    return tmp_path


def chain(folder: Path, middle_days: int) -> ssl.SSLContext:
    """A server whose certificate rests on another one between it and the authority."""
    signed(folder, "middle", "ca", middle_days, "basicConstraints=critical,CA:TRUE")
    signed(folder, "leaf", "middle", 29, "subjectAltName=DNS:localhost")
    both = (folder / "leaf.pem").read_bytes() + (folder / "middle.pem").read_bytes()
    (folder / "chain.pem").write_bytes(both)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(folder / "chain.pem", folder / "leaf.key")
    return context


@pytest.mark.usefixtures("trusted")
def test_tls_warns_of_a_certificate_in_the_middle_that_ends_soon(folder: Path) -> None:
    result = check_tls(chain(folder, 5))
    assert result.state is DEGRADED
    assert "The certificate of CN=middle, which it depends on, expires on " in told(result)
    assert "in 4 days; the warning starts at 14d." in told(result)


@pytest.mark.usefixtures("trusted")
def test_tls_is_up_when_every_certificate_of_the_chain_holds(folder: Path) -> None:
    assert check_tls(chain(folder, 29)).state is UP


def test_own_authority_is_believed_where_it_is_named(
    certificate: Certificate, authority: Path
) -> None:
    keys = {"ca": str(authority / "ca.pem")}
    assert check_https(certificate(), {}).state is DOWN
    assert check_https(certificate(), keys).state is UP
    assert check_tls(certificate(), **keys).state is UP


def test_certificate_of_the_server_alone_may_be_what_is_believed(
    certificate: Certificate, tmp_path: Path
) -> None:
    context = certificate()
    assert check_https(context, {"ca": str(tmp_path / "leaf.pem")}).state is UP


def test_client_certificate_is_shown_to_who_asks_for_one(
    certificate: Certificate, folder: Path
) -> None:
    server = certificate()
    server.verify_mode = ssl.CERT_REQUIRED
    server.load_verify_locations(folder / "ca.pem")
    signed(folder, "watcher", "ca", 20, "extendedKeyUsage=clientAuth")
    keys = {"ca": str(folder / "ca.pem")}
    own = {
        "client_certificate": str(folder / "watcher.pem"),
        "client_key": str(folder / "watcher.key"),
    }
    assert check_https(server, keys).state is DOWN
    assert check_https(server, keys | own).state is UP


@pytest.mark.parametrize("words", [None, b"no certificate"])
def test_file_that_cannot_be_used_is_no_word_against_the_target(
    certificate: Certificate, tmp_path: Path, words: bytes | None
) -> None:
    file = tmp_path / "own.pem"
    if words is not None:
        file.write_bytes(words)
    result = check_https(certificate(), {"ca": str(file)})
    assert result.state is ProbeState.UNKNOWN
    assert f"{file} cannot be used: " in told(result)


def test_file_that_was_renewed_is_read_anew(
    certificate: Certificate, authority: Path, tmp_path: Path
) -> None:
    file = tmp_path / "own.pem"
    openssl(tmp_path, *_NEW, "-x509", "-keyout", "x.key", "-out", "own.pem", "-subj", "/CN=other")
    keys = {"ca": str(file)}
    assert check_https(certificate(), keys).state is DOWN
    file.write_bytes((authority / "ca.pem").read_bytes())
    assert check_https(certificate(), keys).state is UP
