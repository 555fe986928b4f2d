"""From what several people say to what is done, told to each of them once, and asked about again.

Over a real mail server, by the pages that people use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.entries import write_entry
from statuspage.actions.listening.deciding import take, take_as_new
from statuspage.actions.listening.tending import merge
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.notify.fanning import fan_out
from statuspage.notify.mail.outlet import MAIL
from statuspage.notify.sending import Sending
from statuspage.store import db
from statuspage.store.listening import voices
from statuspage.store.settings import site
from statuspage.web.app import create_app
from statuspage.worker.duties.asking import Asking
from statuspage.worker.duties.requests import Requests
from tests.helpers.following import HERE, NOON, with_mail
from tests.helpers.mail_server import Mailbox, Taken, mail_server
from tests.helpers.requests import GRACE, answer, standing
from tests.helpers.sites import URL
from tests.web.conftest import Browser, Page

READS = timedelta(seconds=30)
ANN, BOB, CAT = "ann@example.com", "bob@example.com", "cat@example.com"


class Story:
    """Readers and the worker of one site, and how late it is there."""

    def __init__(self, box: Mailbox) -> None:
        self.now = NOON
        self.reader = Browser(create_app())
        self.sending = Sending(MAIL, {"STATUSPAGE_SMTP_URL": f"smtp://127.0.0.1:{box.port}"})
        self._box = box
        self._duties = (Requests(), Asking())

    def later(self, by: timedelta = READS) -> AbstractContextManager[None]:
        self.now += by
        return clock.standing_at(self.now)

    def open(self, path: str) -> Page:
        with self.later():
            page = self.reader.get(path)
        assert page.code == 200, f"{path}: {page.words()[:300]}"
        return page

    def press(self, path: str, fields: dict[str, str]) -> Page:
        """Send a form: its answer, or where that leads."""
        with self.later():
            sent = self.reader.post(path, fields, headers=HERE)
            return self.reader.follow(sent) if sent.code == 303 else sent

    def mails(self) -> dict[str, Taken]:
        """What one round of the worker sends, by recipient; each gets one at most."""
        before = len(self._box.taken)
        with self.later():
            for duty in self._duties:
                duty.turn()
            fan_out()
            self.sending.turn()
            self.sending.finish()
        found = self._box.taken[before:]
        recipients = [one.recipient for one in found]
        assert len(recipients) == len(set(recipients)), recipients
        return dict(zip(recipients, found, strict=True))

    def say(self, text: str, address: str) -> Page:
        """Write something; what the site answers."""
        fields = self.open("/feedback").fields()
        return self.press("/feedback", fields | {"text": text, "address": address})

    def confirm(self, mine: Page, address: str) -> None:
        """Type the code that came by mail into the page that is open."""
        [code] = re.findall(r"^\d{6}", self.mails()[address].message["Subject"])
        [form] = [one for one in mine.tree.forms if "code" in one.fields]
        told = dict(form.form_values()) | {"code": code, "do": "code"}
        assert "from now on you are told" in self.press(form.action, told).words()


@pytest.fixture
def story(store: Path) -> Iterator[Story]:
    with_mail(store)
    with mail_server() as box:
        found = Story(box)
        yield found
        found.sending.end()


def held() -> list[str]:
    with db.snapshot():
        return [one.key for one in voices.newest(10) if one.state == "held"]


def words(mail: Taken) -> str:
    body = mail.message.get_body(("plain",))
    assert body is not None
    return f"{mail.message['Subject']}\n{body.get_content()}"


def test_several_voices_become_one_request_that_is_done_and_opened_again(story: Story) -> None:
    # Somebody writes, and staff make a request of it.
    story.confirm(story.say("Search does not find my old invoices.", ANN), ANN)
    with story.later():
        front = {"title": "Old invoices in the search", "said": "Let it find old invoices."}
        made = take_as_new(
            held(), front | {"state": "asked"}, "We look at it.", GRACE, zone=site().zone
        ).slug
    assert set(story.mails()) == {ANN}

    # A second one is shown that it is asked already, and joins.
    alike = story.say("Let the search find old invoices, please.", BOB)
    assert "Is it one of these?" in alike.words()
    story.confirm(story.press("/feedback", alike.fields() | {"outcome": made}), BOB)
    with story.later():
        take(held(), made, GRACE)

    # A third one says it in other words; what staff made of that is merged.
    story.confirm(story.say("I cannot look up what I paid two years ago.", CAT), CAT)
    with story.later():
        front = {"title": "Payments of former years", "said": "Show what I paid."}
        other = take_as_new(
            held(), front | {"state": "asked"}, "We look at it.", GRACE, zone=site().zone
        ).slug
    assert set(story.mails()) == {CAT}
    with story.later():
        merge(other, made, GRACE)
    assert CAT in story.mails()
    page = story.open(f"/you-said-we-did/{made}").words()
    assert "Asked by 3 people" in page

    # Each step reaches each of them once.
    steps = (
        ("planned", {"due": "2026-09-30", "owner": "Grace"}),
        ("done", {"did": "The index holds ten years.", "done": "2026-07-01"}),
    )
    for state, more in steps:
        with story.later():
            answer(made, state, title="Old invoices in the search", **more)
        assert set(story.mails()) == {ANN, BOB, CAT}
        assert story.mails() == {}
    with story.later():
        change = {"title": "Search finds ten years", "date": "2026-07-01", "type": "changed"}
        write_entry(
            EntryKind.CHANGELOG, change | {"feedback": [made]}, "It does.", GRACE, zone=site().zone
        )
    story.mails()
    assert "Search finds ten years" in story.open(f"/you-said-we-did/{made}").words()

    # Four weeks later they are asked; opening every link answers nothing.
    story.now += timedelta(days=27, hours=12)
    assert story.mails() == {}
    story.now += timedelta(days=1)
    asked = story.mails()
    assert set(asked) == {ANN, BOB, CAT}
    for mail in asked.values():
        for link in re.findall(rf"{URL}(/ask/\S+)", words(mail)):
            story.open(link)
    assert standing(made).details["state"] == "done"
    for who, state in ((ANN, "done"), (BOB, "considering")):
        question = re.findall(rf"{URL}(/ask/\S+)", words(asked[who]))[0]
        fields = story.open(question).fields() | {"answer": "no"}
        story.press(question.partition("?")[0], fields)
        assert standing(made).details["state"] == state
    assert set(story.mails()) == {ANN, BOB, CAT}
    assert "did not help" in story.open(f"/you-said-we-did/{made}").words()
