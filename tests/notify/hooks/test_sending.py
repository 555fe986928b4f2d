"""One POST to a hook on real sockets: what is taken, what is tried again, what is refused."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook

from statuspage import clock
from statuspage.domain.telling.result import Blame, Later, Never, Sent
from statuspage.domain.telling.signing import is_signing_secret, signing_secret
from statuspage.net.exchange import Limits
from statuspage.net.rules import anywhere
from statuspage.notify.hooks.sending import RETRIES, Receiver, send
from statuspage.notify.hooks.signing import signed_headers
from tests.net.internet import Internet
from tests.notify.hooks.receivers import (
    OK,
    Receiving,
    flooding,
    hanging,
    receiving,
    status,
    trickling,
)

VECTORS = json.loads((Path(__file__).parents[2] / "data" / "numbers.vectors.json").read_text())
SECRET, FORMER = signing_secret(b"a" * 32, "one"), signing_secret(b"a" * 32, "two")
BODY = '{"type":"test","words":"größer"}'.encode()
SHORT = Limits(seconds=0.6, size=16_384)


def called(hook: Receiving, **given: Any) -> Receiver:
    facts: dict[str, Any] = {
        "url": hook.url,
        "shown": "team",
        "may_reach": anywhere,
        "is_ours": True,
    }
    return Receiver(**facts | given)


def test_signature_is_that_of_the_published_vector() -> None:
    told = VECTORS["standard_webhooks"]
    at = datetime.fromtimestamp(told["ts"], UTC)
    headers = dict(signed_headers(told["id"], at, told["body"].encode(), [told["secret"]]))
    assert headers == {
        "webhook-id": told["id"],
        "webhook-timestamp": str(told["ts"]),
        "webhook-signature": told["sig"],
    }


def test_what_is_taken_is_signed_for_both_secrets() -> None:
    with receiving(OK) as hook:
        assert send(called(hook, secrets=[SECRET, FORMER]), "m1", BODY) == Sent("204")
    [taken] = hook.taken
    assert taken.line == "POST /hook HTTP/1.1"
    assert taken.body == BODY
    assert taken.headers["content-type"] == "application/json"
    assert taken.headers["webhook-id"] == "m1"
    for secret in (SECRET, FORMER):
        assert Webhook(secret).verify(taken.body, taken.headers)["words"] == "größer"


def test_lines_of_the_manual_know_what_is_genuine() -> None:
    manual = (Path(__file__).parents[3] / "docs" / "programs.md").read_text("utf-8")
    lines: dict[str, Any] = {}
    exec(manual.split("```python\n")[1].split("```")[0], lines)
    with receiving(OK) as hook:
        send(called(hook, secrets=[SECRET, FORMER]), "m1", BODY)
    [taken] = hook.taken
    genuine = lines["is_genuine"]
    assert genuine(SECRET, taken.headers, taken.body)
    assert genuine(FORMER, taken.headers, taken.body)
    assert not genuine(SECRET, taken.headers, taken.body + b" ")
    assert not genuine(signing_secret(b"x", "y"), taken.headers, taken.body)
    assert not genuine(SECRET, taken.headers | {"webhook-timestamp": "1"}, taken.body)


def test_secret_of_a_visitor_is_one_to_sign_with_and_their_own() -> None:
    assert is_signing_secret(SECRET)
    assert SECRET != FORMER
    assert signing_secret(b"b" * 32, "one") != SECRET


@pytest.mark.parametrize("text", ["", "whsec_", "whsec_aGVsbG8=", "hunter2", "whsec_" + "ä" * 40])
def test_what_is_too_short_or_no_base64_signs_nothing(text: str) -> None:
    assert not is_signing_secret(text)


def test_header_of_the_settings_goes_along() -> None:
    with receiving(OK) as hook:
        send(called(hook, headers=[("Authorization", "Bearer t")]), "m1", BODY)
    assert hook.taken[0].headers["authorization"] == "Bearer t"
    assert "webhook-signature" not in hook.taken[0].headers


def test_header_that_cannot_be_sent_holds_no_other_hook_up() -> None:
    with receiving(OK) as hook:
        result = send(called(hook, headers=[("X-Team", "größer")]), "m1", BODY)
    assert isinstance(result, Later)
    assert result.blame is Blame.RECIPIENT
    assert "größer" not in str(result.reason)


def test_redirect_is_a_failure_and_followed_nowhere() -> None:
    with receiving(OK) as behind:
        answer = status(302, f"Location: {behind.url}")
        with receiving(answer) as hook:
            result = send(called(hook), "m1", BODY)
    assert isinstance(result, Later)
    assert "redirects" in str(result.reason)
    assert behind.taken == []


def test_410_ends_it() -> None:
    with receiving(status(410)) as hook:
        result = send(called(hook), "m1", BODY)
    assert isinstance(result, Never)
    assert (result.blame, result.ends) == (Blame.RECIPIENT, True)


@pytest.mark.parametrize(
    ("number", "header", "after"),
    [
        (429, "Retry-After: 120", timedelta(seconds=120)),
        (503, "Retry-After: 1.5", timedelta(seconds=1.5)),
        (503, "Retry-After: Wed, 01 Jul 2026 12:10:00 GMT", timedelta(minutes=10)),
        (503, "Retry-After: Wed, 01 Jul 2020 12:10:00 GMT", timedelta(0)),
        (429, "Retry-After: 99999999999999", timedelta(days=1)),
        (503, "Retry-After: soon", None),
        (503, "Server: x", None),
        (500, "Retry-After: 120", None),
    ],
)
def test_retry_after_is_honoured(number: int, header: str, after: timedelta | None) -> None:
    with (
        clock.standing_at(datetime(2026, 7, 1, 12, tzinfo=UTC)),
        receiving(status(number, header)) as hook,
    ):
        result = send(called(hook), "m1", BODY)
    assert isinstance(result, Later)
    assert result.after == after
    assert str(result.reason) == f"team answers with status {number}."


def test_what_a_hook_of_ours_says_is_told_to_staff_and_to_nobody_else() -> None:
    with receiving(status(400, body=b"invalid_blocks\nat 3")) as hook:
        ours = send(called(hook), "m1", BODY)
        theirs = send(called(hook, is_ours=False), "m1", BODY)
    assert isinstance(ours, Later)
    assert isinstance(theirs, Later)
    assert str(ours.reason) == "team answers with status 400: invalid_blocks at 3"
    assert str(theirs.reason) == "team answers with status 400."


def test_hook_that_hangs_is_given_up() -> None:
    ended = threading.Event()
    with receiving(hanging(ended)) as hook:
        result = send(called(hook, limits=SHORT), "m1", BODY)
        ended.set()
    assert isinstance(result, Later)
    assert str(result.reason) == "team does not answer: It took longer than 0.6 seconds."


def test_hook_that_trickles_its_head_is_given_up() -> None:
    ended = threading.Event()
    with receiving(trickling(b"HTTP/1.1 200 OK\r\nA: ", ended)) as hook:
        result = send(called(hook, limits=SHORT), "m1", BODY)
        ended.set()
    assert isinstance(result, Later)
    assert "longer than 0.6 seconds" in str(result.reason)


def test_hook_that_took_it_may_go_on_talking() -> None:
    ended = threading.Event()
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    with receiving(trickling(head, ended)) as hook:
        assert send(called(hook), "m1", BODY) == Sent("200")
        ended.set()


@pytest.mark.parametrize("number", [200, 404])
def test_answer_of_five_gigabytes_is_not_read(number: int) -> None:
    sent: list[int] = []
    head = f"HTTP/1.1 {number} X\r\nContent-Length: {5 * 1024**3}\r\n\r\n".encode()
    with receiving(flooding(head, sent)) as hook:
        result = send(called(hook), "m1", BODY)
    assert isinstance(result, Sent if number == 200 else Later)
    assert sum(sent) < 32 * 1024**2  # what the system's buffers took


def test_nothing_listens_there() -> None:
    with receiving(OK) as hook:
        gone = called(hook)
    result = send(gone, "m1", BODY)
    assert isinstance(result, Later)
    assert "nothing is listening" in str(result.reason)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "0.0.0.0",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "localhost",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
    ],
)
def test_address_of_this_machine_is_refused_in_every_form(host: str) -> None:
    with receiving(OK) as hook:
        url = f"http://{host}:{hook.port}/hook"
        result = send(Receiver(url, "a.example"), "m1", BODY)
    assert isinstance(result, Later)
    assert "inside a private network" in str(result.reason)
    assert hook.taken == []


@pytest.mark.parametrize(
    "address",
    [
        "169.254.169.254",
        "fd00:ec2::254",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "10.0.0.7",
        "192.168.1.1",
        "100.64.0.1",
        "224.0.0.1",
        "fe80::1",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b::7f00:1",
        "64:ff9b:1::7f00:1",
        "2002:7f00:1::",
        "2001:db8::1",
    ],
)
def test_name_that_leads_to_what_is_private_is_refused(address: str) -> None:
    with receiving(OK) as hook:
        internet = Internet({address: hook.port}, {"evil.example": [address]})
        url = "http://evil.example/latest/meta-data"
        result = send(Receiver(url, "evil.example", outside=internet.outside), "m1", BODY)
    assert isinstance(result, Later)
    assert "inside a private network" in str(result.reason)
    assert internet.dialled == []


def test_name_that_changes_its_answer_opens_nothing() -> None:
    """Rebinding: it is looked up once, and the connection goes to the address that was judged."""
    with receiving(OK) as public, receiving(OK) as private:
        servers = {"93.184.216.34": public.port, "127.0.0.1": private.port}
        names = {"evil.example": ["93.184.216.34"]}
        internet = Internet(servers, names)
        receiver = Receiver("http://evil.example/", "evil.example", outside=internet.outside)
        assert send(receiver, "m1", BODY) == Sent("204")
        names["evil.example"] = ["127.0.0.1"]
        assert isinstance(send(receiver, "m2", BODY), Later)
        names["evil.example"] = ["127.0.0.1", "93.184.216.34"]  # both at once: the good one alone
        assert send(receiver, "m3", BODY) == Sent("204")
    assert internet.dialled == ["93.184.216.34"] * 2
    assert internet.looked_up == ["evil.example"] * 3
    assert private.taken == []


def test_private_hook_of_ours_needs_a_word_in_the_settings() -> None:
    with receiving(OK) as hook:
        receiver = called(hook)
        assert send(receiver, "m1", BODY) == Sent("204")
        refused = send(replace(receiver, may_reach=lambda _: False), "m1", BODY)
    assert isinstance(refused, Later)
    assert "allow_private = true" in str(refused.reason)


def test_address_is_in_no_reason() -> None:
    with receiving(OK) as hook:
        pass
    for url in (hook.url + "/T0/hunter2", "no address", "http://unknown.invalid/hunter2"):
        result = send(called(hook, url=url), "m1", BODY)
        assert isinstance(result, Later)
        assert "hunter2" not in str(result.reason)
        assert str(hook.port) not in str(result.reason)


def test_tries_are_those_of_standard_webhooks() -> None:
    hours = [wait / timedelta(hours=1) for wait in RETRIES[3:]]
    assert RETRIES[:3] == (timedelta(seconds=5), timedelta(minutes=5), timedelta(minutes=30))
    assert hours == [2, 5, 10, 14, 20, 24]
