"""Where a site that is verified is read from: its own addresses, and no others that it names."""

from __future__ import annotations

from typing import Any

import pytest

from statuspage.errors import SourceError
from statuspage.publish.verify.reading import Address


class Asked:
    """Keeps what would be asked for."""

    def __init__(self) -> None:
        self.urls: list[str] = []

    def expect(self, urls: Any) -> None:
        self.urls += urls

    def fetch(self, url: str) -> bytes:
        self.urls.append(url)
        return b""


def test_address_that_leads_to_another_host_is_not_asked() -> None:
    visit = Asked()
    site = Address("https://status.acme.example", visit)  # type: ignore[arg-type]
    site.expect([".evil.example/x", "/history"])
    with pytest.raises(SourceError):
        site.read(".evil.example/x")
    site.read("/")
    assert visit.urls == ["https://status.acme.example/history", "https://status.acme.example/"]
