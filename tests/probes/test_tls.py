"""Certificates, looked at alone and under a web request."""

from __future__ import annotations

import asyncio
import ssl
from typing import Any

import pytest

from statuspage.domain.measured.samples import ProbeState
from statuspage.net.connect import connect
from statuspage.net.stopwatch import Stopwatch
from statuspage.net.wire import trust
from statuspage.probes import http, tls
from statuspage.probes.result import Result, check
from statuspage.probes.tls import TlsProbe
from tests.probes.conftest import Certificate
from tests.probes.targets import COMMON, Handler, answer, http_probe, listening, saying, told

UP, DEGRADED, DOWN = ProbeState.UP, ProbeState.DEGRADED, ProbeState.DOWN


_QUIET = saying()


def check_tls(context: ssl.SSLContext | None, handler: Handler = _QUIET, **keys: Any) -> Result:
    async def ask() -> Result:
        async with listening(handler, context=context) as port:
            given = {**COMMON, "type": "tls", "host": "localhost", "port": port, **keys}
            return await check(tls.KIND, TlsProbe(**given))

    return asyncio.run(ask())


def check_https(context: ssl.SSLContext, host: str = "localhost", **keys: Any) -> Result:
    async def ask() -> Result:
        async with listening(saying(answer()), context=context) as port:
            return await check(http.KIND, http_probe(f"https://{host}:{port}/", **keys))

    return asyncio.run(ask())


@pytest.mark.usefixtures("trusted")
def test_tls_is_up_with_a_certificate_that_holds(certificate: Certificate) -> None:
    result = check_tls(certificate())
    assert (result.state, told(result)) == (UP, "")
    assert result.times.tls is not None


@pytest.mark.usefixtures("trusted")
def test_tls_is_degraded_when_the_certificate_ends_soon(certificate: Certificate) -> None:
    result = check_tls(certificate(days=5))
    assert result.state is DEGRADED
    assert "in 4 days; the warning starts at 14d" in told(result)
    assert check_tls(certificate(days=5), warn_before="3d").state is UP


@pytest.mark.usefixtures("trusted")
def test_tls_is_down_when_the_certificate_has_expired(certificate: Certificate) -> None:
    result = check_tls(certificate(days=-1))
    assert (result.state, told(result)) == (
        DOWN,
        "The certificate is not valid: certificate has expired.",
    )


@pytest.mark.usefixtures("trusted")
def test_tls_is_down_when_the_certificate_is_for_another_name(certificate: Certificate) -> None:
    result = check_tls(certificate("DNS:elsewhere.example"))
    assert result.state is DOWN
    assert "Hostname mismatch" in told(result)


def test_tls_is_down_when_nobody_known_signed_the_certificate(certificate: Certificate) -> None:
    result = check_tls(certificate())
    assert result.state is DOWN
    assert "unable to get local issuer certificate" in told(result)


def test_tls_is_down_when_the_server_speaks_something_else() -> None:
    async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail ready\r\n")
        await writer.drain()
        await reader.read()

    result = check_tls(None, greet)
    assert result.state is DOWN
    assert told(result).startswith("TLS failed: ")


def test_tls_is_down_when_the_server_leaves_in_the_middle() -> None:
    async def leave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(10_000)

    result = check_tls(None, leave)
    assert result.state is DOWN
    assert told(result).startswith("TLS failed: ")


def test_tls_silent_server_is_down_at_the_timeout() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(10_000)
        await asyncio.sleep(3600)

    result = check_tls(None, silent, timeout="1s")
    assert (result.state, result.latency_ms) == (DOWN, 1000)
    assert "agreeing on TLS" in told(result)


@pytest.mark.usefixtures("trusted")
def test_https_is_up_and_takes_the_time_of_tls(certificate: Certificate) -> None:
    result = check_https(certificate(), expect={"contains": "all is well"})
    assert (result.state, told(result)) == (UP, "")
    assert None not in (result.times.connect, result.times.tls, result.times.first_byte)


@pytest.mark.usefixtures("trusted")
def test_https_checks_the_certificate_of_an_address_too(certificate: Certificate) -> None:
    assert check_https(certificate("IP:127.0.0.1"), "127.0.0.1").state is UP
    assert check_https(certificate("DNS:localhost"), "127.0.0.1").state is DOWN


@pytest.mark.usefixtures("trusted")
def test_https_ignores_the_dot_that_ends_an_absolute_name(certificate: Certificate) -> None:
    async def agree() -> str:
        async with listening(saying(), context=certificate()) as port:
            with await connect("localhost", port, Stopwatch(30)) as wire:
                await wire.secure("localhost.", trust())
                return str(wire.certificate["subject"])

    assert "leaf" in asyncio.run(agree())


@pytest.mark.usefixtures("trusted")
def test_https_is_down_with_an_expired_certificate(certificate: Certificate) -> None:
    result = check_https(certificate(days=-1))
    assert (result.state, result.latency_ms) == (DOWN, None)
    assert "certificate has expired" in told(result)
