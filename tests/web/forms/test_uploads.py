"""Bodies without a stated length, over real HTTP: taken whole or refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx2

from statuspage.actions.staff.tokens import create_token
from statuspage.store import db
from tests.helpers.processes import serving
from tests.helpers.sites import a_probe, add_to_config

MB = 1024 * 1024
LINE = json.dumps({"probe": "api-http", "at": "2026-07-01T11:59:00Z", "state": "up"})


def pieces(body: bytes) -> Iterator[bytes]:
    """A body in parts, so that its length is not said beforehand."""
    for start in range(0, len(body), 50_000):
        yield body[start : start + 50_000]


def test_body_without_a_length_is_taken_whole_or_refused(store: Path) -> None:
    add_to_config(store, a_probe())
    token = create_token("prober", ["measurements"], [])
    db.close_store()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/x-ndjson"}
    cut_at_a_line = f"{LINE}\n".encode().ljust(MB - 1) + b"\n" + LINE.encode()
    with serving(store / "config.toml") as address:

        def push(body: bytes) -> httpx2.Response:
            url = f"{address}/api/v1/checks"
            return httpx2.post(url, content=pieces(body), headers=headers, timeout=30)

        assert push(f"{LINE}\n{LINE}".encode()).json() == {"taken": 2}
        for body in (cut_at_a_line, b" " * (2 * MB)):
            answer = push(body)
            assert (answer.status_code, answer.json()["type"]) == (413, "/api#problem-413")
