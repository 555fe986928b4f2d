"""Browsers and places in words, from what browsers really send."""

from __future__ import annotations

import pytest

from statuspage.domain.desk.browsers import browser_of, coarse

_WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_WEBKIT} Chrome/131.0.0.0 Safari/537.36",
            "Chrome on Windows",
        ),
        (
            f"Mozilla/5.0 (Windows NT 10.0) {_WEBKIT} Chrome/131.0 Safari/537.36 Edg/131.0",
            "Edge on Windows",
        ),
        (
            f"Mozilla/5.0 (Linux; Android 14; SM-S901B) {_WEBKIT} SamsungBrowser/23.0 "
            "Chrome/115.0 Mobile Safari/537.36",
            "Samsung Internet on Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 "
            "(KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
            "Safari on iPhone",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 "
            "(KHTML, like Gecko) CriOS/131.0 Mobile/15E148 Safari/604.1",
            "Chrome on iPhone",
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0",
            "Firefox on Linux",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14.6) Gecko Firefox/132.0", "Firefox on macOS"),
        (
            f"Mozilla/5.0 (X11; CrOS x86_64 14541) {_WEBKIT} Chrome/131.0 Safari/537",
            "Chrome on ChromeOS",
        ),
        ("curl/8.11.0", "curl"),
        ("something nobody knows", "something nobody knows"),
        ("x" * 500, "x" * 60),
        (" ", "An unknown browser"),
    ],
)
def test_browser_is_told_in_words(agent: str, words: str) -> None:
    assert str(browser_of(agent)) == words


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("fe80::1%eth0", "fe80::/48"),
        ("127.0.0.1", "127.0.0.1"),
        ("nonsense", ""),
        ("", ""),
    ],
)
def test_address_is_told_roughly(address: str, place: str) -> None:
    assert coarse(address) == place
