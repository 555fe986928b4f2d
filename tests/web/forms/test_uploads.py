"""Bodies without a stated length, over real HTTP: taken whole or refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from statuspage.actions.staff.tokens import create_token
from statuspage.store import db
from tests.helpers.processes import ask, serving
from tests.helpers.sites import a_probe, add_to_config

pytestmark = pytest.mark.sqlite("about what is read before any store is asked")
MB = 1024 * 1024
ROW = json.dumps({"probe": "api-http", "at": "2026-07-01T11:59:00Z", "state": "up"})


def pieces(body: bytes) -> Iterator[bytes]:
    """A body in parts, so that its length is not said beforehand."""
    for start in range(0, len(body), 50_000):
        yield body[start : start + 50_000]


def test_body_without_a_length_is_taken_whole_or_refused(store: Path) -> None:
    """The server ends a body that broke off as one that is complete; an array shows it, lines do
    not.
    """
    add_to_config(store, a_probe())
    token = create_token("prober", ["measurements"], [])
    db.close_store()
    with serving(store / "config.toml") as address:

        def push(body: str, kind: str = "application/json") -> httpx2.Response:
            headers = {"Authorization": f"Bearer {token}", "Content-Type": kind}
            url = f"{address}/api/v1/checks"
            # Each on its own connection: the server ends one whose body it did not read.
            return ask("POST", url, content=pieces(body.encode()), headers=headers)

        assert push(f"[{ROW}, {ROW}]").json() == {"taken": 2}
        assert push(f"[{ROW}, ").status_code == 400
        answer = push(f"{ROW}\n{ROW}", "application/x-ndjson")
        assert answer.status_code == 411
        assert "Content-Length" in answer.text
        cut_where_it_could_end = ROW.ljust(MB) + ROW
        for body in (cut_where_it_could_end, " " * (2 * MB)):
            answer = push(body)
            assert (answer.status_code, answer.json()["type"]) == (413, "/api#problem-413")
