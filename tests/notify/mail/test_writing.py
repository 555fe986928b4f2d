"""A mail as bytes, read by others: headers, both forms, the signature."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr

import dkim
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statuspage.config.mail.sending import Mail
from statuspage.domain.vocabulary.site import Site
from statuspage.notify.mail.addresses import deliverable
from statuspage.notify.mail.dkim import dkim_key, new_key
from statuspage.notify.mail.writing import ListHeaders, written
from statuspage.render.mail.body import MailBody, Picture
from tests.render.facts import SITE

AT = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
MAIL = Mail.model_validate({"from": "status@acme.example", "reply_to": "help@acme.example"})
KEY = "abcdefghijklmnopqrstuvwxyz"
LISTED = ListHeaders(
    "incident/abc", "https://status.acme.example/u/abcdefghijklmnopqrstuvwxyz234567"
)
BODY = MailBody("API is slow", "Words.\n-- \nFoot.\n", "<p>Words.</p>")


def mail(
    body: MailBody = BODY,
    *,
    site: Site = SITE,
    listed: ListHeaders | None = LISTED,
    **given: object,
) -> bytes:
    facts = {"recipient": "ada@reader.example", "key": KEY, "at": AT, "listed": listed, **given}
    return written(MAIL, site, body, **facts)  # type: ignore[arg-type]  # what a test changes


def read(data: bytes) -> EmailMessage:
    found = message_from_bytes(data, policy=policy.default)
    assert isinstance(found, EmailMessage)
    assert found.defects == []
    return found


def test_every_header_of_news() -> None:
    found = read(mail())
    assert {name: str(value) for name, value in found.items()} == {
        "From": "Acme Status <status@acme.example>",
        "To": "ada@reader.example",
        "Subject": "API is slow",
        "Date": "Sun, 29 Nov 2026 12:00:00 +0000",
        "Message-ID": f"<{KEY}@acme.example>",
        "Reply-To": "help@acme.example",
        "In-Reply-To": found["References"],
        "References": found["In-Reply-To"],
        "List-Id": '"Acme Status" <status.acme.example>',
        "List-Unsubscribe": f"<{LISTED.leave}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "list",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
        "Content-Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": f'multipart/alternative; boundary="=_{KEY}"',
    }
    assert re.fullmatch(r"<topic\.[a-z2-7]{26}@acme\.example>", found["References"])


def test_a_letter_is_of_no_list_and_no_thread() -> None:
    found = read(mail(listed=None))
    names = {"List-Id", "List-Unsubscribe", "References", "In-Reply-To", "Precedence"}
    assert names.isdisjoint(found.keys())
    assert found["Auto-Submitted"] == "auto-generated"


def test_mails_of_one_topic_are_a_thread() -> None:
    one, two = read(mail()), read(mail(key="b" * 26))
    other = read(mail(listed=ListHeaders("incident/other", LISTED.leave)))
    assert one["References"] == two["References"] != other["References"]
    assert one["Message-ID"] != two["Message-ID"]


def test_both_forms_come_back_as_they_were() -> None:
    body = MailBody(
        "x", "Größe\n.\nFrom here\n" + "ü" * 300 + "\n", "<p>شركة " + "x" * 2000 + "</p>"
    )
    found = read(mail(body))
    text, html = (found.get_body((form,)) for form in ("plain", "html"))
    assert text is not None
    assert html is not None
    assert text.get_content().replace("\r\n", "\n") == body.text
    assert html.get_content().rstrip("\r\n") == body.html


def test_the_address_of_one_click_stays_whole_on_a_very_long_site() -> None:
    leave = f"https://status.acme.example/{'x' * 200}/u/{'y' * 42}"
    data = mail(listed=ListHeaders("a", leave))
    assert f"\r\nList-Unsubscribe: <{leave}>\r\n".encode() in data


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        st.characters(categories=["L", "N", "P", "S"], include_characters=" "),
        min_size=1,
        max_size=200,
    ),
    st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=60),
)
def test_words_in_headers_come_back_and_lines_are_short(subject: str, name: str) -> None:
    subject = " ".join(subject.split()) or "x"
    site = Site(**{**vars(SITE), "name": name})
    data = mail(MailBody(subject, "x", "x"), site=site)
    found = read(data)
    assert found["Subject"] == subject
    shown, address = parseaddr(message_from_bytes(data)["From"])
    assert str(make_header(decode_header(shown))) == name
    assert address == "status@acme.example"
    assert data.isascii()
    for line in data.split(b"\r\n"):
        assert len(line) <= 998
        assert b"\n" not in line
    for word in re.findall(rb"=\?utf-8\?[bq]\?[^?]*\?=", data):
        assert len(word) <= 75


def test_nobody_adds_a_header_by_a_line_break() -> None:
    site = Site(**{**vars(SITE), "name": "Acme\r\nBcc: eve@elsewhere.example"})
    found = read(mail(site=site, recipient="ada@reader.example\r\nBcc: eve@elsewhere.example"))
    assert found["Bcc"] is None


def test_a_signed_mail_verifies_with_both_headers_of_one_click() -> None:
    settings = MAIL.model_copy(update={"dkim_selector": "s1"})
    key = dkim_key(settings, {"STATUSPAGE_DKIM_KEY": new_key()})
    assert key is not None
    body = MailBody("Über müssen غرفة", "Größe\n" * 40, "<p>شركة</p>" * 40)
    data = mail(body, signer=key)
    assert dkim.verify(data, dnsfunc=lambda *_, **__: key.record.encode())
    signed = str(read(data)["DKIM-Signature"]).replace(" ", "")
    assert ":list-unsubscribe:list-unsubscribe-post:" in signed


@pytest.mark.parametrize(
    ("host", "name"),
    [("status.acme.example", "status.acme.example"), ("acme.example/a/b", "b.a.acme.example")],
)
def test_the_name_of_the_list_stays_with_the_ids_of_feeds(host: str, name: str) -> None:
    site = Site(**{**vars(SITE), "tag_host": host})
    assert str(read(mail(site=site))["List-Id"]).endswith(f"<{name}>")


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("ada@reader.example", "ada@reader.example"),
        ("ada@straße.de", "ada@xn--strae-oqa.de"),
        ("jürgen@bücher.de", "jürgen@xn--bcher-kva.de"),
        ("nobody@..", "nobody@.."),
        ("ü@..ü", "ü@..ü"),
    ],
)
def test_a_domain_is_asked_for_in_ascii(address: str, asked: str) -> None:
    assert deliverable(address) == asked


def test_pictures_stand_in_the_mail_beside_its_html() -> None:
    body = MailBody("A", "Words.\n", '<p><img src="cid:ab@c"></p>', [Picture("ab@c", b"\x89PNG")])
    assert mail(body) == mail(body)
    found = read(mail(body))
    text, related = found.iter_parts()
    html, picture = related.iter_parts()
    assert [part.get_content_type() for part in (found, text, related, html, picture)] == [
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
    ]
    assert (picture["Content-ID"], picture.get_content()) == ("<ab@c>", b"\x89PNG")
    assert picture["Content-Disposition"] == "inline"
