"""Signatures read back: those that a library of others made, and what was changed since."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import dkim
import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)

from statuspage.config.mail.sending import Mail
from statuspage.notify.mail.dkim import DkimKey, dkim_key, new_key
from statuspage.notify.mail.signatures import signatures

MAIL = Mail.model_validate({"from": "status@acme.example", "dkim_selector": "s1"})
MESSAGE = (
    b"From: Acme <status@acme.example>\r\n"
    b"Subject: API:  \r\n is   slow\r\n"
    b"List-Unsubscribe: <https://status.acme.example/u/abc>\r\n"
    b"X-Tag: one\r\n"
    b"X-Tag: two\r\n"
    b"\r\n"
    b"It is  slow. \r\n\r\nWe look.\t\r\n\r\n\r\n"
)
TEXT = new_key()
PEM = load_der_private_key(base64.b64decode(TEXT), None).private_bytes(
    Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()
)


def key_of(text: str) -> DkimKey:
    found = dkim_key(MAIL, {"STATUSPAGE_DKIM_KEY": text})
    assert found is not None
    return found


KEY = key_of(TEXT)


def in_dns(name: str) -> list[str]:
    return ["v=spf1 -all", KEY.record] if name == KEY.name else []


@pytest.mark.parametrize("head", [b"relaxed", b"simple"])
@pytest.mark.parametrize("body", [b"relaxed", b"simple"])
def test_a_signature_that_others_made_holds(head: bytes, body: bytes) -> None:
    names = [b"from", b"subject", b"x-tag", b"x-tag", b"absent"]
    signed = dkim.sign(
        MESSAGE, b"s1", b"acme.example", PEM, canonicalize=(head, body), include_headers=names
    )
    [found] = signatures(signed + MESSAGE, in_dns)
    assert (found.domain, found.holds) == ("acme.example", True)
    assert {"from", "subject", "x-tag"} <= found.covers
    [saved] = signatures((signed + MESSAGE).replace(b"\r\n", b"\n"), in_dns)
    assert saved.holds


@pytest.mark.parametrize("text", [TEXT, base64.b64encode(bytes(range(32))).decode()])
def test_our_own_signature_holds(text: str) -> None:
    key = key_of(text)
    raw = key.signature(MESSAGE, datetime(2026, 11, 29, tzinfo=UTC)) + MESSAGE
    [found] = signatures(raw, lambda _: [key.record])
    assert found.holds
    assert "list-unsubscribe" in found.covers


@pytest.mark.parametrize(
    ("before", "after"),
    [(b"API:", b"Web:"), (b"It is", b"It was"), (b"bh=", b"bh=x"), (b" s=s1", b" s=s2")],
)
def test_a_signature_does_not_hold_for_what_was_changed(before: bytes, after: bytes) -> None:
    raw = KEY.signature(MESSAGE, datetime(2026, 11, 29, tzinfo=UTC)) + MESSAGE
    [found] = signatures(raw.replace(before, after), in_dns)
    assert not found.holds


@pytest.mark.parametrize("record", ["", "p=", "p=AAAA", "p=!", "k=ed25519; p=AAAA"])
def test_a_signature_does_not_hold_without_its_key(record: str) -> None:
    raw = KEY.signature(MESSAGE, datetime(2026, 11, 29, tzinfo=UTC)) + MESSAGE
    assert [one.holds for one in signatures(raw, lambda _: [record])] == [False]


@pytest.mark.parametrize("raw", [b"", b"DKIM-Signature: v=1\r\n\r\n", MESSAGE, b"\xff\xfe: \r\n"])
def test_mails_without_a_signature_have_none_that_holds(raw: bytes) -> None:
    assert not any(one.holds for one in signatures(raw, in_dns))
