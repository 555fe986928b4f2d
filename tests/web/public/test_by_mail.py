"""From the form to the mailbox and out again, over a real mail server."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.domain.telling.subscription import SubscriptionState
from statuspage.notify.fanning import fan_out
from statuspage.notify.mail.outlet import MAIL
from statuspage.notify.sending import Sending
from statuspage.web.app import create_app
from tests.helpers.following import HERE, NOON, ask, only, with_mail
from tests.helpers.mail_server import Mailbox, Taken, mail_server
from tests.helpers.sites import URL
from tests.helpers.telling import opened
from tests.web.conftest import Browser

MINUTE = timedelta(minutes=1)


@pytest.fixture
def browser(store: Path) -> Browser:
    with_mail(store)
    return Browser(create_app())


def arrives(box: Mailbox, at: datetime) -> Taken:
    """The one mail that is sent at an instant."""
    before = len(box.taken)
    sending = Sending(MAIL, {"STATUSPAGE_SMTP_URL": f"smtp://127.0.0.1:{box.port}"})
    with clock.standing_at(at):
        fan_out()
        sending.turn()
        sending.finish()
    sending.end()
    [found] = box.taken[before:]
    return found


def links_in(mail: Taken) -> list[str]:
    """Every address of the site in a mail, in its text and its HTML, as paths."""
    texts = [part.get_content() for part in mail.message.walk() if not part.is_multipart()]
    return [one.removeprefix(URL) for one in re.findall(rf"{URL}/[\w/.?=-]+", " ".join(texts))]


def test_what_mails_say_is_true_on_the_site(browser: Browser) -> None:
    with mail_server() as box:
        page = ask(browser).headers["Location"]
        asked = arrives(box, NOON + MINUTE)
        code = re.findall(r"\b\d{6}\b", asked.message["Subject"])[0]
        for path in links_in(asked):
            with clock.standing_at(NOON + MINUTE):
                assert browser.get(path).code == 200, path
        assert only().state is SubscriptionState.PENDING
        with clock.standing_at(NOON + MINUTE):
            assert browser.post(page, {"code": code}, headers=HERE).code == 303
        opened(2)
        told = arrives(box, NOON + 3 * MINUTE)
        with clock.standing_at(NOON + 4 * MINUTE):
            for path in links_in(told):
                assert browser.get(path).code == 200, path
            assert only().state is SubscriptionState.ACTIVE
            out = told.message["List-Unsubscribe"].strip("<>").removeprefix(URL)
            assert len(out) < 40
            body = dict([told.message["List-Unsubscribe-Post"].split("=")])
            assert browser.post(out, body).code == 200
        assert only().state is SubscriptionState.ENDED
        goodbye = arrives(box, NOON + 5 * MINUTE)
        [back] = {path for path in links_in(goodbye) if "/undo/" in path}
        with clock.standing_at(NOON + 6 * MINUTE):
            assert browser.post(back, {}).code == 303
    assert only().state is SubscriptionState.ACTIVE
