"""What the log says of faults."""

from __future__ import annotations

import pytest

from statuspage.web.faults import without_secret


@pytest.mark.parametrize(
    "path", ["/feedback/mine/", "/ask/own/", "/subscribe/me/", "/u/", "/api/v1/heartbeats/"]
)
def test_address_that_is_somebodys_own_is_not_in_the_log(path: str) -> None:
    assert without_secret(f"/de{path}abc.def") == f"/de{path}..."
