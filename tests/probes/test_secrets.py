"""Secrets of a probe: named in the file, given in the environment, and told nowhere."""

from __future__ import annotations

import asyncio
from base64 import b64encode

import pytest
from pydantic import ValidationError

from statuspage.config.kinds.environment import Unset, looked_up
from statuspage.domain.measured.samples import ProbeState
from statuspage.probes import http
from statuspage.probes.result import Result, check
from tests.probes.targets import check_http, hearing, http_probe, told

SECRET = "s3cr3t-word"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("env:TOKEN", SECRET),
        ("Bearer env:TOKEN", f"Bearer {SECRET}"),
        ('{"password": "env:TOKEN"}', f'{{"password": "{SECRET}"}}'),
        ("env:TOKEN env:TOKEN", f"{SECRET} {SECRET}"),
        ("myenv:TOKEN", "myenv:TOKEN"),
        ("env:", "env:"),
        ("plain", "plain"),
    ],
)
def test_value_is_taken_from_the_environment(text: str, value: str) -> None:
    assert looked_up(text, {"TOKEN": SECRET}) == value


@pytest.mark.parametrize("environ", [{}, {"TOKEN": ""}])
def test_variable_that_is_not_there_is_named(environ: dict[str, str]) -> None:
    with pytest.raises(Unset, match="TOKEN"):
        looked_up("Bearer env:TOKEN", environ)


def test_headers_user_and_body_hold_what_the_environment_gives(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TOKEN", SECRET)
    heard: list[bytes] = []
    result = check_http(
        hearing(heard, body=len(SECRET)),
        method="PUT",
        headers={"X-Api-Key": "env:TOKEN"},
        user="ada",
        password="env:TOKEN",
        body="env:TOKEN",
    )
    assert result.state is ProbeState.UP
    pair = b64encode(f"ada:{SECRET}".encode()).decode()
    assert heard[0].startswith(b"PUT /health HTTP/1.1\r\n")
    assert f"Authorization: Basic {pair}".encode() in heard[0]
    assert f"X-Api-Key: {SECRET}".encode() in heard[0]
    assert heard[0].endswith(SECRET.encode())


def test_missing_variable_says_nothing_of_the_target() -> None:
    result = check_http(hearing([]), headers={"Authorization": "Bearer env:NOT_THERE_AT_ALL"})
    assert (result.state, told(result)) == (
        ProbeState.UNKNOWN,
        "The environment of this program has no NOT_THERE_AT_ALL; set it.",
    )


def test_secret_that_cannot_be_sent_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN", f"{SECRET}\nX-Other: 1")
    result = check_http(hearing([]), headers={"Authorization": "env:TOKEN"})
    assert result.state is ProbeState.UNKNOWN
    assert SECRET not in told(result)
    assert "check its headers" in told(result)


def test_address_may_be_named_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADDRESS", f"no address {SECRET}")
    result: Result = asyncio.run(check(http.KIND, http_probe("env:ADDRESS")))
    assert result.state is ProbeState.UNKNOWN
    assert SECRET not in told(result)
    assert http.KIND.host(http_probe("env:ADDRESS")) == ""


@pytest.mark.parametrize(
    "keys",
    [
        {"headers": {"Authorization": f"Bearer {SECRET}"}},
        {"headers": {"Cookie": f"session={SECRET}"}},
        {"user": "ada", "password": SECRET},
        {"password": "env:TOKEN"},
        {"url": f"https://ada:{SECRET}@api.example/"},
    ],
)
def test_secret_in_the_file_is_refused_with_the_form_that_is_right(
    keys: dict[str, object],
) -> None:
    url = str(keys.pop("url", "https://api.example/"))
    with pytest.raises(ValidationError) as found:
        http_probe(url, **keys)
    message = str(found.value.errors()[0]["msg"])
    assert "env:NAME" in message or "needs" in message
