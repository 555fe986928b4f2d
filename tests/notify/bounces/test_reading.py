"""What mails to the address for bounces say: their real shapes, one file each in tests/data."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statuspage.domain.telling.bounce import BounceKind
from statuspage.domain.telling.refusal import Refusal
from statuspage.notify.bounces.reading import MOST, read_bounce
from tests.helpers import bounced

SENDER = "bounces+abc234@acme.example"
GONE, PASSING, OURS = Refusal.GONE, Refusal.PASSING, Refusal.OURS

FAILED = {
    "base64": (GONE, "5.1.1"),
    "boundary-wrong": (GONE, "5.1.1"),
    "charset": (GONE, "5.1.1"),
    "cut-off": (GONE, "5.1.1"),
    "domino": (GONE, "5.1.1"),
    "exchange-55": (GONE, ""),
    "exchange-edge": (GONE, "5.4.1"),
    "exchange-expired": (PASSING, "5.4.300"),
    "exchange-full": (PASSING, "5.2.2"),
    "exchange-german": (GONE, "5.1.1"),
    "exchange-group": (GONE, "5.7.133"),
    "exchange-not-found": (GONE, "5.1.10"),
    "exim-full": (PASSING, ""),
    "exim-old": (GONE, ""),
    "exim-report": (GONE, "5.1.1"),
    "flattened": (GONE, "5.1.1"),
    "forged-bare": (GONE, "5.1.1"),
    "forged-signature": (GONE, "5.1.1"),
    "gmail-disabled": (GONE, "5.2.1"),
    "gmail-full": (PASSING, "4.2.2"),
    "gmail-unauthenticated": (OURS, "5.7.26"),
    "gmail-unknown": (GONE, "5.1.1"),
    "gmx-ptr": (OURS, "5.0.0"),
    "icloud-full": (PASSING, "5.2.2"),
    "mail-ru": (GONE, ""),
    "mdaemon": (GONE, ""),
    "mimecast-policy": (OURS, "5.0.0"),
    "multi-recipient": (GONE, "5.1.1"),
    "no-action": (PASSING, "5.2.2"),
    "one-block": (GONE, "5.1.1"),
    "opensmtpd": (GONE, "5.0.0"),
    "outlook-515": (OURS, "5.7.515"),
    "outlook-blocklist": (OURS, "5.7.1"),
    "outlook-unavailable": (GONE, "5.5.0"),
    "own-code-differs": (OURS, "5.1.1"),
    "passed-on": (GONE, "5.1.1"),
    "phone-full": (PASSING, ""),
    "plain-code": (GONE, "5.1.1"),
    "postfix-expired": (PASSING, "4.4.1"),
    "postfix-greylisted": (PASSING, "4.7.1"),
    "postfix-no-domain": (GONE, "5.4.4"),
    "postfix-spamhaus": (OURS, "5.7.1"),
    "postfix-unknown": (GONE, "5.1.1"),
    "qmail-full": (PASSING, "5.2.2"),
    "qmail-queue": (PASSING, ""),
    "qmail-refused": (GONE, ""),
    "qmail-spam": (OURS, "5.7.1"),
    "qmail-unknown": (GONE, "5.1.1"),
    "qq-no-such": (GONE, "5.0.0"),
    "quoted": (GONE, "5.1.1"),
    "script-crashed": (PASSING, "5.3.0"),
    "sendmail-local": (GONE, "5.1.1"),
    "sendmail-unknown": (GONE, "5.1.1"),
    "ses": (GONE, "5.1.1"),
    "t-online": (GONE, ""),
    "yahoo-old": (GONE, ""),
    "yahoo-policy": (OURS, "5.7.9"),
    "yahoo-tss": (OURS, "4.7.0"),
    "yahoo-unknown": (GONE, "5.0.0"),
}
OTHERS = {
    "auto-exchange": BounceKind.AUTOMATIC,
    "auto-french": BounceKind.AUTOMATIC,
    "auto-old": BounceKind.AUTOMATIC,
    "auto-vacation": BounceKind.AUTOMATIC,
    "challenge": BounceKind.AUTOMATIC,
    "complaint": BounceKind.COMPLAINT,
    "complaint-dmarc": BounceKind.AUTOMATIC,
    "complaint-outlook": BounceKind.COMPLAINT,
    "complaint-redacted": BounceKind.COMPLAINT,
    "complaint-taken-back": BounceKind.AUTOMATIC,
    "exim-warning": BounceKind.DELAYED,
    "gmail-delayed": BounceKind.DELAYED,
    "person": BounceKind.UNKNOWN,
    "postfix-delayed": BounceKind.DELAYED,
    "postfix-relayed": BounceKind.DELIVERED,
    "sendmail-warning": BounceKind.DELAYED,
}


def shape(name: str) -> bytes:
    return bounced.shape(name, SENDER)


def test_each_shape_is_expected() -> None:
    assert {path.stem for path in bounced.SHAPES.glob("*.eml")} == FAILED.keys() | OTHERS.keys()


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"], ids=["files", "wire"])
@pytest.mark.parametrize("name", FAILED)
def test_bounce_says_whose_fault_it_is(name: str, newline: bytes) -> None:
    found = read_bounce(shape(name).replace(b"\n", newline))
    assert (found.kind, found.refusal, found.code) == (BounceKind.FAILED, *FAILED[name])
    assert "@b.example" not in found.text
    assert "\n" not in found.text


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"], ids=["files", "wire"])
@pytest.mark.parametrize("name", OTHERS)
def test_bounce_is_told_from_delays_machines_and_people(name: str, newline: bytes) -> None:
    found = read_bounce(shape(name).replace(b"\n", newline))
    assert (found.kind, found.refusal) == (OTHERS[name], None)


@pytest.mark.parametrize("name", [*FAILED, *OTHERS])
def test_bounce_names_the_address_it_came_to(name: str) -> None:
    found = read_bounce(shape(name))
    assert (SENDER in found.recipients) == (not name.startswith("forged"))
    assert "other@acme.example" in read_bounce(shape(name), "other@acme.example").recipients


def test_bounce_keeps_its_name_however_it_is_fetched() -> None:
    text = shape("postfix-unknown")
    assert read_bounce(text).id == read_bounce(text.replace(b"\n", b"\r\n")).id
    assert read_bounce(text).id == read_bounce(text + b"\n" * MOST).id
    assert read_bounce(text).id != read_bounce(shape("qmail-unknown")).id


def test_bounce_in_a_thousand_boxes_tells_nothing() -> None:
    box = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (number, number)
        for number in range(5000)
    )
    assert read_bounce(b"To: a@b.example\n" + box).kind is BounceKind.UNKNOWN


@pytest.mark.parametrize(
    "made",
    [
        b"Content-Type: text/plain; " + b"a=b; " * 40_000,
        b"Content-Type: text/plain; " + b"a=b;\n " * 40_000,
        b"Cc: " + b"a@b.example, " * 20_000,
        b"Subject: " + b"=?utf-8?q?a?= " * 20_000,
        b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 40_000,
        b"\nReporting-MTA: a\nFinal-Recipient: b\nAction: failed\n" + b"\n \n" * 80_000,
    ],
    ids=["parameters", "folded", "recipients", "words", "parts", "groups"],
)
def test_bounce_that_is_made_to_cost_us_time_costs_little(made: bytes) -> None:
    """Each of them took the library from 7 seconds to 2 minutes."""
    assert read_bounce(b"To: a@b.example\n" + made).id


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["postfix-unknown", "gmail-unknown", "complaint", "base64", "exim-old"]),
    st.integers(0, 4000),
    st.integers(0, 200),
    st.binary(max_size=40),
)
def test_bounce_that_is_broken_anywhere_is_still_read(
    name: str, place: int, cut: int, put: bytes
) -> None:
    text = shape(name)
    assert read_bounce(text[:place] + put + text[place + cut :]).id


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=500))
def test_bounce_may_be_any_bytes(raw: bytes) -> None:
    assert read_bounce(raw).kind in BounceKind
