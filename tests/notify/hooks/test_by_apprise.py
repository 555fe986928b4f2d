"""Services that apprise knows: a process for each message, bounded, no secret in its words."""

from __future__ import annotations

import json
import threading

import pytest

from statuspage.domain.telling.result import Later, Result, Sent
from statuspage.notify.hooks.by_apprise import send
from statuspage.render.hooks.tone import Tone
from tests.notify.hooks.receivers import (
    OK,
    Receiving,
    flooding,
    hanging,
    receiving,
    status,
)
from tests.render.hooks.told import told_item

pytest.importorskip("apprise")
pytestmark = pytest.mark.slow  # a process for each


def told(hook: Receiving, *, more: str = "", seconds: float = 30.0) -> Result:
    address = f"json://ada:hunter2@127.0.0.1:{hook.port}/secretpath{more}"
    return send("team", address, told_item(), Tone.MAJOR, seconds)


def test_service_takes_title_words_and_the_way_to_the_page() -> None:
    with receiving(OK) as hook:
        assert told(hook) == Sent()
    [taken] = hook.taken
    found = json.loads(taken.body)
    assert (found["title"], found["type"]) == ("Investigating: Slow answers", "failure")
    assert "We are looking." in found["message"]
    assert "https://status.acme.example:8443/incidents/abc#update-u1" in found["message"]


def test_redirect_is_not_followed_even_where_the_address_asks_for_it() -> None:
    with receiving(OK) as behind, receiving(status(302, f"Location: {behind.url}")) as hook:
        result = told(hook, more="?redirect=yes")
    assert isinstance(result, Later)
    assert behind.taken == []


def test_failure_tells_why_and_no_part_of_the_address() -> None:
    with receiving(status(500)) as hook:
        result = told(hook)
    assert isinstance(result, Later)
    words = str(result.reason)
    assert words.startswith("team could not be told: ")
    assert "500" in words
    assert not [one for one in ("hunter2", "secretpath", str(hook.port)) if one in words]


def test_service_that_hangs_is_given_up() -> None:
    ended = threading.Event()
    with receiving(hanging(ended)) as hook:
        result = told(hook, seconds=2.5)
        ended.set()
    assert isinstance(result, Later)
    assert "longer than 2.5 seconds" in str(result.reason)


def test_answer_of_five_gigabytes_fills_no_memory() -> None:
    sent: list[int] = []
    head = f"HTTP/1.1 200 X\r\nContent-Length: {5 * 1024**3}\r\n\r\n".encode()
    with receiving(flooding(head, sent)) as hook:
        told(hook)
    assert sum(sent) < 400 * 1024**2


def test_address_that_apprise_does_not_know_is_told() -> None:
    result = send("team", "nowhere-hunter2", told_item(), Tone.PLAIN)
    assert isinstance(result, Later)
    assert str(result.reason) == "team is no address that apprise knows. Compare it with its list."
