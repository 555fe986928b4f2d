"""A lost answer is safe to ask for again: over real HTTP, two at once, and across kill -9."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx2
import pytest

from statuspage.actions.staff.tokens import create_token
from statuspage.store import db
from tests.helpers.processes import ask, free_port, get, kill_nine, running, serve_command

_ROUNDS = 5


class Monitor:
    """A program that opens, updates and resolves an incident, and asks again when it must."""

    def __init__(self, address: str, token: str) -> None:
        self._url = f"{address}/api/v1/incidents"
        self._token = token

    def post(self, key: str, body: dict[str, Any], path: str = "") -> httpx2.Response | None:
        """The answer, or None where it was lost."""
        headers = {"Authorization": f"Bearer {self._token}", "Idempotency-Key": key}
        try:
            return ask("POST", self._url + path, json=body, headers=headers, timeout=30)
        except httpx2.TransportError:
            return None

    def total(self) -> int:
        return int(get(self._url).json()["total"])


@pytest.fixture
def token(store: Path) -> str:
    made = create_token("monitor", ["incidents"], [])
    db.close_store()
    return made


def test_two_at_once_are_one_and_get_one_answer(store: Path, token: str) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    monitor = Monitor(address, token)
    command = serve_command(store / "config.toml", port, workers=2)
    with running(command, f"{address}/healthz"), ThreadPoolExecutor(3) as pool:
        for n in range(5):
            body = {"title": f"No. {n}", "body": "We look. " * 2000}
            sent = [pool.submit(monitor.post, f"key-{n}", body) for _ in range(3)]
            answers = [one.result() for one in sent]
            assert {one.status_code if one else None for one in answers} == {201}
            assert len({one.content for one in answers if one}) == 1
        assert monitor.total() == 5


@pytest.mark.slow
def test_request_cut_off_by_kill_nine_is_carried_out_once(store: Path, token: str) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    monitor = Monitor(address, token)
    command = serve_command(store / "config.toml", port)
    body = {"title": "Down", "body": "No answer.", "components": {"api": "major_outage"}}
    with ThreadPoolExecutor(1) as pool, ExitStack() as to_end:
        process = to_end.enter_context(running(command, f"{address}/healthz"))
        for n in range(_ROUNDS):
            sent = pool.submit(monitor.post, f"open-{n}", body)
            kill_nine(process, port)
            first = sent.result()
            to_end.close()
            process = to_end.enter_context(running(command, f"{address}/healthz"))
            again = monitor.post(f"open-{n}", body)
            assert again is not None
            assert again.status_code == 201
            assert first is None or first.content == again.content
            assert monitor.total() == n + 1
            over = {"body": "It answers again.", "status": "resolved"}
            path = f"/{again.json()['id']}/updates"
            twice = [monitor.post(f"over-{n}", over, path) for _ in range(2)]
            assert [one and one.status_code for one in twice] == [201, 201]
            assert len({one.content for one in twice if one}) == 1
