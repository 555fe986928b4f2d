"""News from the store to a mail server: what arrives there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from statuspage import clock
from statuspage.actions.entries import write_entry
from statuspage.actions.telling import links
from statuspage.config import Settings
from statuspage.domain.telling.delivery import DeliveryState
from statuspage.domain.telling.filter import Filter
from statuspage.domain.telling.news import NewsKind
from statuspage.domain.telling.result import Blame, Later, Result, Sent
from statuspage.domain.telling.subscription import Channel, Subscription
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.notify.bounces.verp import key_in
from statuspage.notify.fanning import fan_out
from statuspage.notify.mail.outlet import MAIL
from statuspage.notify.outlet import Letter, Message
from statuspage.notify.sending import Sending
from statuspage.said import said
from statuspage.store import db
from statuspage.store.settings import current_settings
from statuspage.store.tables.telling import Delivery
from tests.helpers.mail_server import Mailbox, Taken, mail_server
from tests.helpers.outlets import add_readers
from tests.helpers.sites import add_to_config
from tests.helpers.telling import ADA, at, opened, posted, resolved
from tests.render.facts import NOON, SITE

_MAIL = '\n[mail]\nfrom = "status@acme.example"\n'


@pytest.fixture
def site(store: Path, site_folder: Path) -> Path:
    add_to_config(site_folder, _MAIL)
    return site_folder


def environ(box: Mailbox) -> dict[str, str]:
    return {"STATUSPAGE_SMTP_URL": f"smtp://127.0.0.1:{box.port}"}


def send(box: Mailbox, when: datetime) -> list[Taken]:
    """Pass on what was published and send what is due; what arrived by that."""
    before = len(box.taken)
    sending = Sending(MAIL, environ(box))
    with clock.standing_at(when):
        fan_out()
        sending.turn()
        sending.finish()
    sending.end()
    return box.taken[before:]


def text_of(message: EmailMessage) -> str:
    found = message.get_body(("plain",))
    assert found is not None
    return str(found.get_content())


def test_news_arrive_with_their_words_and_the_way_out(site: Path) -> None:
    add_readers("ada")
    with mail_server() as box:
        incident = opened()
        [first] = send(box, at(0))
        posted(5, incident.key, "We found it.")
        [second] = send(box, at(5))
    message = first.message
    assert (first.sender, first.recipient) == ("status@acme.example", "ada@example.net")
    assert message["Subject"] == "Investigating: API errors"
    assert "We are looking." in text_of(message)
    assert f"/incidents/{incident.key}" in text_of(message)
    leave = message["List-Unsubscribe"].strip("<>")
    assert leave.endswith(links.leave_path("ada"))
    assert leave in text_of(message)
    assert len(leave) < 70
    assert message["References"] == second.message["References"]
    with db.snapshot():
        [*rows] = Delivery.select()
        assert {row.state for row in rows} == {DeliveryState.SENT}
        keys = {row.key for row in rows}
    assert {one.message["Message-ID"].strip("<>").split("@")[0] for one in box.taken} == keys


def test_a_mail_comes_back_to_an_address_of_its_own(site: Path) -> None:
    add_to_config(site, '[mail.bounces]\naddress = "bounces@acme.example"\n')
    add_readers("ada")
    with mail_server() as box:
        opened()
        [taken] = send(box, at(0))
    pattern = "bounces+*@acme.example"
    key = key_in(pattern, db.session_secret(), [taken.sender])
    assert taken.message["Message-ID"] == f"<{key}@acme.example>"
    assert len(taken.sender.partition("@")[0]) <= 64


def test_the_tail_of_a_storm_is_one_summary(site: Path) -> None:
    file = site / "config.toml"
    file.write_text(file.read_text().replace(_MAIL, f'{_MAIL}per_recipient = "1/h"\n'))
    add_to_config(site)
    add_readers("ada")
    with mail_server() as box:
        opened()
        [first] = send(box, at(0))
        opened(1, "Search is slow")
        opened(2, "Docs are gone")
        assert send(box, at(3)) == []
        [summary] = send(box, at(61))
    assert first.message["List-Id"] == summary.message["List-Id"]
    assert summary.message["References"] is None
    assert "2 updates" in summary.message["Subject"]
    for title in ("Search is slow", "Docs are gone", "Much happened"):
        assert title in text_of(summary.message)


def test_planned_work_and_its_end_are_told_in_the_language_asked_for(site: Path) -> None:
    file = site / "config.toml"
    file.write_text(file.read_text().replace("[site]\n", '[site]\nlanguages = ["en", "de"]\n', 1))
    add_to_config(site)
    add_readers("ada", language="de")
    with mail_server() as box:
        incident = opened()
        [taken] = send(box, at(0))
        resolved(9, incident.key)
        [last] = send(box, at(9))
    assert taken.message["Subject"] == "Wird untersucht: API errors"
    assert taken.message["Content-Language"] == "de"
    assert f"/de/incidents/{incident.key}" in text_of(taken.message)
    assert "/de/u/" not in text_of(taken.message)
    assert last.message["Subject"] == "Behoben: API errors"


def test_a_server_that_is_away_loses_nothing(site: Path) -> None:
    add_readers("ada", "bob")
    opened()
    with mail_server() as gone:
        pass
    assert send(gone, at(0)) == []
    with mail_server() as box:
        assert {one.recipient for one in send(box, at(6))} == {"ada@example.net", "bob@example.net"}


def test_an_address_that_is_gone_is_told_as_failed(site: Path) -> None:
    add_readers("ada", "bob")
    opened()
    box = Mailbox()
    box.answers["RCPT"] = lambda to: "550 5.1.1 Unknown" if to.startswith("ada") else ""
    with mail_server(box):
        [taken] = send(box, at(0))
    assert taken.recipient == "bob@example.net"
    with db.snapshot():
        states = {row.subscription: row.state for row in Delivery.select()}
    assert states == {"ada": DeliveryState.FAILED, "bob": DeliveryState.SENT}


def tried(box: Mailbox, message: Message, **given: str) -> Result:
    with db.snapshot():
        settings = current_settings()
    with MAIL.open(settings, {**environ(box), **given}) as send_one:
        return send_one(message)


def letter(name: str, about: str = "", **given: Any) -> Message:
    facts: dict[str, Any] = {"channel": Channel.MAIL, "address": "ada@example.net", **given}
    owner = Subscription("s1", created_at=NOON, **facts)
    return Message("m1", owner, SITE, 1, NOON, letter=Letter(name, about))


def test_letters_carry_what_they_are_for(site: Path) -> None:
    api = Filter(components=frozenset({"api"}), kinds=frozenset({NewsKind.INCIDENTS}))
    wanted = {
        "confirmation": (links.code_of("r1"), links.confirm_path("r1"), "Incidents, API"),
        "already": (links.code_of("r1"), links.confirm_path("r1")),
        "settings": ("/subscribe/me/s1",),
        "goodbye": (links.undo_path("s1"),),
        "test": ("Nothing has happened",),
        "probe": ("arrives again",),
    }
    with mail_server() as box:
        for name in wanted:
            result = tried(box, letter(name, "r1", filter=api))
            assert isinstance(result, Sent)
    for (name, words), taken in zip(wanted.items(), box.taken, strict=True):
        message = taken.message
        assert message["List-Unsubscribe"] is None
        assert all(one in text_of(message) for one in words), name


def test_the_owner_of_a_webhook_hears_that_it_is_not_reached(site: Path) -> None:
    facts = {
        "channel": Channel.WEBHOOK,
        "address": "https://hooks.reader.example/secret",
        "owner": "bob@example.net",
        "why": said("It answered {status}.", status=500),
    }
    with mail_server() as box:
        tried(box, letter("quarantined", **facts))
    [taken] = box.taken
    assert taken.recipient == "bob@example.net"
    assert "hooks.reader.example" in taken.message["Subject"]
    assert "The last try: It answered 500." in text_of(taken.message)
    assert "secret" not in text_of(taken.message)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"STATUSPAGE_SMTP_URL": "mail.example"}, "is not the address of a mail server"),
        ({"STATUSPAGE_SMTP_URL": ""}, "Nobody has said how mail is sent."),
    ],
)
def test_what_is_set_wrongly_is_ours_and_loses_nothing(
    site: Path, given: Mapping[str, str], words: str
) -> None:
    result = tried(Mailbox(), letter("test"), **given)
    assert isinstance(result, Later)
    assert result.blame is Blame.US
    assert words in str(result.reason)


def test_it_is_ready_when_sender_and_server_are_known(site: Path) -> None:
    with db.snapshot():
        settings: Settings = current_settings()
    assert MAIL.is_ready(settings, {"STATUSPAGE_SMTP_URL": "smtp://localhost"})
    assert not MAIL.is_ready(settings, {})
    nobody = settings.model_copy(update={"mail": None})
    assert not MAIL.is_ready(nobody, {"STATUSPAGE_SMTP_URL": "smtp://localhost"})


def test_who_is_told_of_an_end_is_asked_by_links_of_their_own(site: Path) -> None:
    add_readers("ada", "bob")
    with mail_server() as box:
        incident = opened()
        [first, _] = send(box, at(0))
        resolved(9, incident.key)
        last = {one.recipient: text_of(one.message) for one in send(box, at(9))}
    assert "Did these updates" not in text_of(first.message)
    found = [re.findall(r"http\S+/ask/told/\S+", text) for text in last.values()]
    assert [len(one) for one in found] == [4, 4]
    assert not set(found[0]) & set(found[1])
    assert all(f"/ask/told/{incident.key}?answer=yes&by=" in one[0] for one in found)


def test_question_whether_it_helped_has_a_link_for_each_answer(site: Path) -> None:
    told = {"title": "Weekends", "said": "Please.", "state": "done", "did": "We answer."}
    slug = write_entry(EntryKind.OUTCOME, told, "Now.", ADA, zone=SITE.zone).slug
    with mail_server() as box:
        tried(box, letter("helped", f"{slug}@1782907200"))
    [taken] = box.taken
    assert taken.message["Subject"] == "Did it help? Weekends"
    found = re.findall(rf"/ask/helped/{slug}\?answer=(\w+)&by=\w+", text_of(taken.message))
    assert found == ["yes", "partly", "no", "unknown"]
    assert "/subscribe/me/" in text_of(taken.message)
