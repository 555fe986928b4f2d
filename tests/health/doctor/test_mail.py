"""What `doctor` says of mail: the server, the names, and one that is read back."""

from __future__ import annotations

from pathlib import Path

import pytest

from statuspage import clock
from statuspage.config.mail.mailbox import mailbox
from statuspage.config.mail.sending import Mail
from statuspage.errors import Unreachable
from statuspage.health.doctor.mail import names, read_back, server
from statuspage.health.doctor.sent_mail import sent_mail
from statuspage.health.health import Condition, Health
from statuspage.notify.fanning import fan_out
from statuspage.notify.mail.dkim import dkim_key, new_key
from statuspage.notify.mail.outlet import MAIL
from statuspage.notify.sending import Sending
from statuspage.said import said
from statuspage.store import db
from statuspage.store.settings import current_settings
from tests.helpers.imap_server import imap_server
from tests.helpers.mail_server import Mailbox, mail_server
from tests.helpers.outlets import add_readers
from tests.helpers.sites import add_to_config
from tests.helpers.telling import at, opened

TOLD = Mail.model_validate(
    {
        "from": "status@acme.example",
        "bounces": {"address": "bounces@b.acme.example", "move_to": "Handled"},
    }
)
OURS = b"From: status@acme.example\r\nSubject: A test\r\n\r\nHello\r\n"


def told(found: Health) -> tuple[Condition, str]:
    return found.condition, str(found.text)


def test_a_server_that_takes_our_mail_is_good_and_gets_none() -> None:
    with mail_server() as box:
        found = server(TOLD, {"STATUSPAGE_SMTP_URL": f"smtp://127.0.0.1:{box.port}"})
    assert told(found) == (
        Condition.OK,
        f"127.0.0.1:{box.port} takes mail from status@acme.example.",
    )
    assert box.taken == []


def test_a_server_that_refuses_our_address_says_why() -> None:
    box = Mailbox()
    box.refuse("MAIL", "553 5.7.1 Not your address")
    with mail_server(box):
        found = server(TOLD, {"STATUSPAGE_SMTP_URL": f"smtp://127.0.0.1:{box.port}"})
    assert found.condition is Condition.FAILING
    assert "does not let us send: 553 5.7.1 Not your address" in str(found.text)


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({}, "STATUSPAGE_SMTP_URL names no mail server"),
        ({"STATUSPAGE_SMTP_URL": "mail"}, "is not the address of a mail server"),
        ({"STATUSPAGE_SMTP_URL": "smtp://127.0.0.1:1"}, "127.0.0.1:1 cannot be used"),
    ],
)
def test_a_server_that_is_not_there_is_told(environ: dict[str, str], words: str) -> None:
    found = server(TOLD, environ)
    assert found.condition is Condition.FAILING
    assert words in str(found.text)


def test_names_are_asked_of_the_domains_that_mail_names() -> None:
    asked: list[str] = []
    list(names(TOLD, {}, lambda name: asked.append(name) or []))
    assert asked == ["b.acme.example", "_dmarc.acme.example"]


def test_names_that_nobody_knows_are_told_once() -> None:
    def away(_: str) -> list[str]:
        raise Unreachable(said("No name server answers."))

    [found] = names(TOLD, {}, away)
    assert told(found) == (Condition.LATE, "No name server answers.")


def test_a_key_that_lacks_is_told() -> None:
    signing = TOLD.model_copy(update={"dkim_selector": "s1"})
    found = {one.name: one for one in names(signing, {}, lambda _: [])}
    assert "holds no key" in str(found["dkim"].text)


def test_the_newest_mail_of_ours_is_read_back_from_the_mailbox() -> None:
    with imap_server() as kept:
        place = mailbox({"STATUSPAGE_IMAP_URL": kept.url})
        assert place is not None
        [good, none] = read_back(TOLD, place, lambda _: [])
        assert (good.name, good.condition) == ("mailbox", Condition.OK)
        assert "No mail was read back" in str(none.text)
        kept.put(b"From: somebody@b.example\r\n\r\nHello\r\n", OURS)
        kept.folders["Handled"] = [kept.folders["INBOX"].pop()]
        found = {one.name: one for one in read_back(TOLD, place, lambda _: [])}
        assert "Nobody signed the mail" in str(found["mail-signature"].text)
        assert kept.flags() + kept.flags("Handled") == [set(), set()]


def test_a_mailbox_that_is_not_there_is_told() -> None:
    place = mailbox({"STATUSPAGE_IMAP_URL": "imap://a:b@127.0.0.1:1"})
    assert place is not None
    [found] = read_back(TOLD, place, lambda _: [])
    assert found.condition is Condition.FAILING


def test_a_mail_that_we_send_has_nothing_to_mend(store: Path) -> None:
    add_to_config(store, '\n[mail]\nfrom = "status@acme.example"\ndkim_selector = "s1"\n')
    environ = {"STATUSPAGE_DKIM_KEY": new_key()}
    with db.snapshot():
        told = current_settings().mail
    assert told is not None
    key = dkim_key(told, environ)
    assert key is not None
    with mail_server() as box:
        environ["STATUSPAGE_SMTP_URL"] = f"smtp://127.0.0.1:{box.port}"
        add_readers("ada")
        opened()
        sending = Sending(MAIL, environ)
        with clock.standing_at(at(0)):
            fan_out()
            sending.turn()
        sending.end()
    [mail] = box.taken
    assert [
        one.name for one in sent_mail(mail.data, lambda _: [key.record]) if not one.is_well
    ] == []
