"""[metrics]: an address that strangers cannot reach."""

from __future__ import annotations

import pytest

from statuspage.config.metrics import Listen, listen_of


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [
        ("127.0.0.1:9100", "127.0.0.1", 9100),
        ("10.1.2.3:80", "10.1.2.3", 80),
        ("[::1]:9100", "::1", 9100),
        ("[fd00::7]:9100", "fd00::7", 9100),
    ],
)
def test_private_address_is_taken(text: str, host: str, port: int) -> None:
    found = listen_of(text)
    assert found == Listen(host, port)
    assert str(found) == text


@pytest.mark.parametrize(
    "text", ["9100", ":9100", "localhost:9100", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:x", ""]
)
def test_what_is_no_address_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match=r'write "127\.0\.0\.1:9100"'):
        listen_of(text)


@pytest.mark.parametrize("text", ["0.0.0.0:9100", "[::]:9100", "8.8.8.8:9100", "[2606:4700::1]:1"])
def test_address_that_strangers_may_reach_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="strangers"):
        listen_of(text)
