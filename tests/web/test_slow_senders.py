"""Bodies that come in drops, or never, keep nobody else waiting."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path

import httpx2
import pytest

from statuspage.actions.staff.accounts import add_staff
from statuspage.actions.staff.tokens import create_token
from statuspage.domain.desk.staff import Role
from statuspage.store import db
from statuspage.web.bodies import read_within
from tests.helpers.processes import PATIENCE, serving, wait_until
from tests.helpers.sites import a_probe, add_to_config
from tests.web.conftest import PASSWORD

FIELD = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
HEAD = b"POST %s HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\n"


@contextmanager
def dribbling(port: int, count: int) -> Iterator[list[socket.socket]]:
    """Senders of which each sends a letter now and then, in turn, until the end."""
    is_over = threading.Event()
    with ExitStack() as held:
        senders = [
            held.enter_context(socket.create_connection(("127.0.0.1", port), PATIENCE))
            for _ in range(count)
        ]

        def send() -> None:
            paths = (b"/admin/sign-in", b"/api/v1/checks", b"/feedback", b"/nothing")
            for number, sender in enumerate(senders):
                sender.sendall(HEAD % paths[number % 4])
            while not is_over.wait(0.5):
                for sender in senders[::2]:  # the others say nothing more
                    try:
                        sender.sendall(b"x")
                    except OSError:
                        continue

        thread = threading.Thread(target=send)
        thread.start()
        try:
            yield senders
        finally:
            is_over.set()
            thread.join()


def sign_in(visitor: httpx2.Client) -> int:
    form = visitor.get("/admin/sign-in")
    found = FIELD.search(form.text)
    assert found is not None
    given = {"csrf_token": found[1], "name": "ada", "password": PASSWORD, "next": "/admin"}
    return visitor.post("/admin/sign-in", data=given).status_code


@pytest.mark.sqlite("bodies are awaited before any store is asked")
def test_two_hundred_dribbling_senders_hold_up_no_page_no_sign_in_and_no_push(
    store: Path, site_folder: Path
) -> None:
    config = store / "config.toml"
    text = config.read_text().replace("https://status.acme.example", "http://127.0.0.1:8000")
    config.write_text(text)
    add_to_config(site_folder, a_probe(type="heartbeat"))
    add_staff("ada", Role.EDITOR, PASSWORD)
    token = create_token("job", ["heartbeat:api-http"], {"api-http"})
    db.close_store()
    with serving(config) as address, httpx2.Client(base_url=address, timeout=PATIENCE) as visitor:
        port = httpx2.URL(address).port
        assert port is not None
        assert sign_in(visitor) == 303
        with dribbling(port, 200) as senders:
            wait_until(lambda: answered(senders) > 100)
            assert visitor.get("/").status_code == 200
            assert sign_in(visitor) == 303
            assert visitor.get("/admin").status_code == 200
            assert visitor.post(f"/api/v1/heartbeats/{token}").status_code == 200
            assert visitor.post(f"/api/v1/heartbeats/{token}", data={"a": "b"}).is_success


def answered(senders: list[socket.socket]) -> int:
    """How many of them were told that they are too slow, or that there is no room."""
    count = 0
    for sender in senders:
        sender.setblocking(False)
        try:
            count += sender.recv(12, socket.MSG_PEEK) in (b"HTTP/1.1 408", b"HTTP/1.1 503")
        except BlockingIOError:
            pass
        except OSError:
            count += 1
        sender.settimeout(PATIENCE)
    return count


class Drops:
    """A sender whose every byte takes some seconds."""

    def __init__(self, seconds: float, count: int) -> None:
        self.seconds, self.left, self.now = seconds, count, 100.0

    def read(self, size: int) -> bytes:
        sent = min(size, self.left)
        self.left -= sent
        self.now += sent * self.seconds
        return b"x" * sent

    def elapsed(self) -> float:
        return self.now


@pytest.mark.parametrize(("length", "read"), [(0, 0), (1, 1), (10_000, 10_000), (50_000, 10_000)])
def test_body_is_read_whole_up_to_the_most(length: int, read: int) -> None:
    assert read_within(PATIENCE, BytesIO(b"x" * length), 10_000) == b"x" * read


class Endless(BytesIO):
    """A connection that stays open: whoever reads beyond what was sent waits for ever."""

    def read(self, size: int | None = -1) -> bytes:
        found = super().read(size)
        assert found, "read beyond what was sent"
        return found


def test_nothing_is_read_beyond_the_length_that_is_told() -> None:
    assert read_within(PATIENCE, Endless(b"name=ada"), 8) == b"name=ada"


def test_body_in_drops_has_one_time_for_all_of_it() -> None:
    source = Drops(1.0, 1000)
    assert read_within(20, source, 10_000, elapsed=source.elapsed) is None
    assert 1000 - source.left <= 22
    quick = Drops(0.0001, 5000)
    assert len(read_within(20, quick, 10_000, elapsed=quick.elapsed) or b"") == 5000
