"""A mail that was sent, read back: what is told of it, and of each thing that it lacks."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from statuspage.config.mail.sending import Mail
from statuspage.health.doctor.sent_mail import sent_mail
from statuspage.notify.mail.dkim import DkimKey, dkim_key, new_key

HEAD = """Authentication-Results: mx.b.example; spf=pass smtp.mailfrom=acme.example;
 dkim=pass header.d=acme.example; dmarc=pass header.from=acme.example
From: Acme <status@acme.example>
To: ada@b.example
Subject: API is slow
Date: Sun, 29 Nov 2026 12:00:00 +0000
Message-ID: <abc@acme.example>
Auto-Submitted: auto-generated
List-Id: Acme <status.acme.example>
List-Unsubscribe: <https://status.acme.example/u/abc>
List-Unsubscribe-Post: List-Unsubscribe=One-Click
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="b"
"""
BODY = """
--b
Content-Type: text/plain

It is slow.
--b
Content-Type: text/html

<p>It is slow.</p>
--b--
"""


def key_of(domain: str) -> DkimKey:
    given = {"from": f"status@{domain}", "dkim_selector": "s1"}
    found = dkim_key(Mail.model_validate(given), {"STATUSPAGE_DKIM_KEY": new_key()})
    assert found is not None
    return found


KEY, STRANGE = key_of("acme.example"), key_of("mailer.example")


def told(text: str, key: DkimKey | None = KEY) -> dict[str, str]:
    """What is not well, by its name."""
    raw = text.replace("\n", "\r\n").encode()
    signed = b"" if key is None else key.signature(raw, datetime(2026, 11, 29, tzinfo=UTC))
    found = sent_mail(signed + raw, lambda _: [] if key is None else [key.record])
    return {one.name: str(one.text) for one in found if not one.is_well}


def test_a_good_mail_has_nothing_to_mend() -> None:
    assert told(HEAD + BODY) == {}


@pytest.mark.parametrize(
    ("before", "after", "name", "words"),
    [
        ("Date: Sun", "X-Date: Sun", "mail-headers", "headers exactly once: Date."),
        ("To: ada", "To: bob@b.example\nTo: ada", "mail-headers", "headers exactly once: To."),
        ("Auto-Submitted", "X-Auto", "mail-headers", "a program wrote it"),
        ("Date: Sun, 29", "Date: soon, 99", "mail-headers", "Date of the mail cannot be read"),
        ("<https://status", "=?utf-8?q?=3Chttps=3A//status", "mail-one-click", "is encoded"),
        ("<https://status", "<mailto:status", "mail-one-click", "no https:// address"),
        ("Unsubscribe=One-Click", "Unsubscribe=1", "mail-one-click", "does not say List-"),
        ("dmarc=pass", "dmarc=fail", "mail-verdict", "mx.b.example judged the mail: dmarc=fail."),
        ("text/html", "text/plain", "mail-text", "both as text and as HTML"),
    ],
)
def test_what_a_mail_lacks_is_told(before: str, after: str, name: str, words: str) -> None:
    found = told((HEAD + BODY).replace(before, after, 1))
    assert list(found) == [name]
    assert words in found[name]


def test_a_mail_without_a_signature_that_counts_is_told() -> None:
    assert "Nobody signed" in told(HEAD + BODY, None)["mail-signature"]
    strange = told(HEAD + BODY, STRANGE)["mail-signature"]
    assert strange.startswith("The mail is signed by mailer.example, but comes from acme.example")


def test_a_signature_that_leaves_out_the_button_is_told() -> None:
    found = told((HEAD + BODY).replace("List-Unsubscribe-Post: ", "X-Post: "))
    assert "leaves out list-unsubscribe-post" in found["mail-signature"]


def test_no_verdict_is_no_fault() -> None:
    assert told((HEAD + BODY).replace("Authentication-Results", "X-Results")) == {}
