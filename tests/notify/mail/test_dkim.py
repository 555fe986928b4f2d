"""Signatures by DKIM, verified by a library that knows nothing of this program."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as new_curve
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from hypothesis import given, settings
from hypothesis import strategies as st

from statuspage.config.mail.sending import Mail
from statuspage.errors import StatusPageError
from statuspage.notify.mail.dkim import DkimKey, dkim_key, new_key

AT = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
MAIL = Mail.model_validate({"from": "status@acme.example", "dkim_selector": "s1"})
SEED = base64.b64encode(bytes(range(32))).decode()
MESSAGE = (
    b"From: Acme <status@acme.example>\r\n"
    b"To: ada@reader.example\r\n"
    b"Subject: API:  \r\n is   slow\r\n"
    b"Date: Sun, 29 Nov 2026 12:00:00 +0000\r\n"
    b"List-Unsubscribe: <https://status.acme.example/u/abc>\r\n"
    b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
    b"X-Other: may be changed\r\n"
    b"\r\n"
    b"It is  slow. \r\n\r\nWe look.\t\r\n\r\n\r\n"
)


@pytest.fixture(scope="module")
def key() -> DkimKey:
    found = dkim_key(MAIL, {"STATUSPAGE_DKIM_KEY": new_key()})
    assert found is not None
    return found


def verified(key: DkimKey, message: bytes) -> bool:
    def record(name: bytes, timeout: int = 5) -> bytes:
        assert name == b"s1._domainkey.acme.example."
        return key.record.encode()

    return bool(dkim.verify(message, dnsfunc=record))


def test_a_signed_mail_is_taken_by_an_independent_verifier(key: DkimKey) -> None:
    assert verified(key, key.signature(MESSAGE, AT) + MESSAGE)


def test_headers_of_one_click_are_signed(key: DkimKey) -> None:
    signature = key.signature(MESSAGE, AT)
    assert b":list-unsubscribe:list-unsubscribe-post:" in signature
    assert all(len(line) <= 500 for line in signature.split(b"\r\n"))


@pytest.mark.parametrize(
    ("former", "later"),
    [
        (b"slow. ", b"fast. "),
        (b"ada@reader", b"eve@reader"),
        (b"One-Click", b"No-Click"),
        (b"/u/abc", b"/u/abd"),
        (b"To: ", b"Subject: another\r\nTo: "),
        (b"To: ", b"From: Eve <eve@elsewhere.example>\r\nTo: "),
    ],
)
def test_what_was_changed_on_the_way_is_found(key: DkimKey, former: bytes, later: bytes) -> None:
    changed = MESSAGE.replace(former, later)
    assert changed != MESSAGE
    assert not verified(key, key.signature(MESSAGE, AT) + changed)


def test_what_relays_may_change_breaks_nothing(key: DkimKey) -> None:
    changed = MESSAGE.replace(b"may be", b"was").replace(b"It is  slow. ", b"It is slow.\t")
    changed = changed.replace(b"  \r\n is   slow", b" is slow")
    assert verified(key, key.signature(MESSAGE, AT) + changed)


@settings(max_examples=25, deadline=None)
@given(st.text("ab \t=.ü\n", max_size=60), st.text("ab \tü", max_size=40))
def test_any_words_are_signed_right(key: DkimKey, words: str, subject: str) -> None:
    body = words.replace("\n", "\r\n").encode()
    message = b"From: a@b.example\r\nSubject: x" + subject.encode() + b"\r\n\r\n" + body
    assert verified(key, key.signature(message, AT) + message)


def test_a_key_of_ed25519_signs_the_hash_of_what_is_signed() -> None:
    """RFC 8463; the verifier above needs a library more for these keys."""
    key = dkim_key(MAIL, {"STATUSPAGE_DKIM_KEY": SEED})
    assert key is not None
    assert key.record.startswith("v=DKIM1; k=ed25519; p=")
    message = b"From: a@b.example\r\nSubject: x\r\n\r\nWords\r\n"
    header = key.signature(message, AT).decode()
    value = " ".join(header.removeprefix("DKIM-Signature:").split())
    unsigned, signature = value.rsplit(" b=", 1)
    signed = f"from:a@b.example\r\nsubject:x\r\ndkim-signature:{unsigned} b="
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key.record.split("p=")[1]))
    public.verify(base64.b64decode(signature.replace(" ", "")), sha256(signed.encode()).digest())
    assert f"bh={base64.b64encode(sha256(b'Words' + bytes([13, 10])).digest()).decode()};" in value


def test_a_key_is_read_in_each_form_and_from_a_file(tmp_path: Path) -> None:
    private = generate_private_key(public_exponent=65537, key_size=2048)
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    ).decode()
    place = tmp_path / "dkim.pem"
    place.write_text(pem)
    one, two, three = (
        dkim_key(MAIL, environ)
        for environ in (
            {"STATUSPAGE_DKIM_KEY": pem},
            {"STATUSPAGE_DKIM_KEY": pem.replace("\n", "\\n")},
            {"STATUSPAGE_DKIM_KEY_FILE": str(place)},
        )
    )
    assert one is not None
    assert two is not None
    assert three is not None
    assert one.record == two.record == three.record


def test_without_a_selector_nobody_signs() -> None:
    mail = Mail.model_validate({"from": "status@acme.example"})
    assert dkim_key(mail, {"STATUSPAGE_DKIM_KEY": "whatever"}) is None


def test_another_domain_may_sign() -> None:
    mail = MAIL.model_copy(update={"dkim_domain": "mail.acme.example"})
    key = dkim_key(mail, {"STATUSPAGE_DKIM_KEY": SEED})
    assert key is not None
    assert key.name == "s1._domainkey.mail.acme.example"


def _pem_of_a_curve() -> str:
    return (
        new_curve(SECP256R1())
        .private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        .decode()
    )


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({}, "STATUSPAGE_DKIM_KEY holds no key"),
        ({"STATUSPAGE_DKIM_KEY": "hunter2 secret"}, "holds no key for DKIM"),
        ({"STATUSPAGE_DKIM_KEY": "aHVudGVyMg=="}, "holds no key for DKIM"),
        ({"STATUSPAGE_DKIM_KEY": _pem_of_a_curve()}, "holds no key for DKIM"),
        ({"STATUSPAGE_DKIM_KEY_FILE": "/nowhere/key"}, "cannot be read"),
    ],
)
def test_a_key_that_is_none_is_said_without_repeating_it(
    environ: dict[str, str], words: str
) -> None:
    with pytest.raises(StatusPageError) as caught:
        dkim_key(MAIL, environ)
    assert words in str(caught.value)
    assert "hunter2" not in str(caught.value)
