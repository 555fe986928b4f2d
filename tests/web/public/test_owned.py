"""What the owner of a subscription can do, and nobody else: by a mailed link, and by one click."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.telling import links, owning
from statuspage.domain.telling.filter import Filter
from statuspage.domain.telling.subscription import (
    Channel,
    HowOften,
    Subscription,
    SubscriptionState,
)
from statuspage.notify.fanning import fan_out
from statuspage.store import db
from statuspage.store.tables.base import database
from statuspage.store.telling import subscriptions
from statuspage.web.app import create_app
from tests.helpers.following import EVE, HERE, NOON, ask, everybody, follow, only, with_mail
from tests.helpers.letters import letters, newest_code
from tests.helpers.outlets import add_readers
from tests.helpers.telling import PARTIAL, opened
from tests.web.conftest import Browser, Page

LATER, HOUR, DAY = NOON + timedelta(minutes=5), timedelta(hours=1), timedelta(days=1)
ACTIVE, PAUSED, ENDED = (
    SubscriptionState.ACTIVE,
    SubscriptionState.PAUSED,
    SubscriptionState.ENDED,
)


@pytest.fixture
def browser(store: Path) -> Browser:
    """The browser of somebody who is told."""
    with_mail(store)
    browser = Browser(create_app())
    follow(browser)
    return browser


def settings_path(at: timedelta = timedelta(0)) -> str:
    return links.settings_path(only().key, NOON + at)


def press(browser: Browser, do: str, **more: str) -> Page:
    with clock.standing_at(LATER):
        path = settings_path()
        return browser.post(path, {"subscription": only().key, "do": do} | more)


def test_one_click_in_a_mail_program_ends_it_without_a_cookie_or_a_redirect(
    browser: Browser,
) -> None:
    """RFC 8058, section 3.2, however often it is sent, and from wherever."""
    path = links.leave_path(only().key)
    provider = {"Origin": "https://mail.provider.example", "Sec-Fetch-Site": "cross-site"}
    with clock.standing_at(LATER):
        for _ in range(15):
            answer = browser.post(path, {"List-Unsubscribe": "One-Click"}, headers=provider)
            assert (answer.code, answer.headers.get("Location")) == (200, None)
    found = only()
    assert (found.state, found.ended_at) == (ENDED, LATER)
    assert [name for name, _ in letters()] == ["confirmation", "goodbye"]
    assert "You are unsubscribed" in browser.get(path).words()


def test_undo_in_the_goodbye_brings_it_back_as_it_was(browser: Browser) -> None:
    before = only()
    with clock.standing_at(LATER):
        owning.leave(before.key)
    path = links.undo_path(before.key)
    with clock.standing_at(LATER + 29 * DAY):
        assert "Was it not you" in browser.get(path).words()
        back = browser.follow(browser.post(path, {}))
        assert "It is on again" in back.words()
        assert browser.post(path, {}).code == 303  # twice is once
    found = only()
    assert (found.state, found.filter, found.confirmed_at) == (
        ACTIVE,
        before.filter,
        before.confirmed_at,
    )


def test_undo_is_too_late_after_30_days_or_when_asked_anew(browser: Browser) -> None:
    key = only().key
    with clock.standing_at(LATER):
        owning.leave(key)
    with clock.standing_at(LATER + 31 * DAY):
        assert browser.post(links.undo_path(key), {}).code == 409
    follow(browser, at=LATER + HOUR)
    with clock.standing_at(LATER + DAY):
        assert browser.post(links.undo_path(key), {}).code == 409
    assert [one.state for one in everybody()] == [ENDED, ACTIVE]


def test_tokens_open_what_they_are_for_and_nothing_else(browser: Browser) -> None:
    key = only().key
    leave, undo = (
        path.rpartition("/")[2] for path in (links.leave_path(key), links.undo_path(key))
    )
    own = settings_path().rpartition("/")[2]
    other = "y" if own.endswith("x") else "x"
    forged = [f"/u/{undo}", f"/u/{own}", f"/subscribe/undo/{leave}", f"/subscribe/me/{leave}"]
    forged += [f"/subscribe/confirm/{own}", f"/subscribe/me/{own[:-1]}{other}", f"/u/{key}"]
    forged += [f"/subscribe/me/{leave}/data.json"]
    for path in forged:
        assert browser.get(path).code == 404, path
        if not path.endswith("json"):
            assert browser.post(path, {"do": "leave"}).code == 404, path
    assert only().state is ACTIVE
    assert browser.get(f"/u/{leave.upper()}").code == 200  # as some mail servers make it


def test_choice_is_changed_and_shown(browser: Browser) -> None:
    chosen = {"component:api": "on", "severity": "major", "how_often": "daily"}
    shown = browser.follow(press(browser, "save", **chosen))
    assert "Your choice is kept" in shown.words()
    assert "API" in shown.words()
    found = only()
    assert (found.how_often, found.filter.components) == (HowOften.DAILY, {"api"})
    wrong = press(browser, "save", **{"component:gone": "on"})
    assert (wrong.code, "one of these is gone" in wrong.words()) == (422, True)
    assert only() == found
    odd = press(browser, "save", how_often="hourly")
    assert (odd.code, only()) == (422, found)


def test_pause_and_resume(browser: Browser) -> None:
    paused = browser.follow(press(browser, "pause")).words()
    assert "Paused" in paused
    assert "since" not in paused  # it follows since then, and is not paused since then
    assert only().state is PAUSED
    assert "It is on again" in browser.follow(press(browser, "resume")).words()
    assert only().state is ACTIVE


def test_whoever_could_not_be_reached_resumes(browser: Browser) -> None:
    with db.transaction():
        found = only()
        given_up = {"state": SubscriptionState.QUARANTINED, "score": 5.0, "quarantined_at": NOON}
        subscriptions.replace(Subscription(**{**vars(found), **given_up}))
    with clock.standing_at(LATER):
        assert "could not be reached" in browser.get(settings_path()).words()
    press(browser, "resume")
    assert (only().state, only().score, only().quarantined_at) == (ACTIVE, 0.0, None)


def test_test_message_is_sent_a_few_times_an_hour(browser: Browser) -> None:
    shown = browser.follow(press(browser, "test"))
    assert "A test is on its way" in shown.words()
    assert [name for name, _ in letters()] == ["confirmation", "test"]
    codes = [press(browser, "test").code for _ in range(3)]
    assert codes == [303, 303, 409]


def test_link_opens_for_an_hour_and_then_offers_a_new_one(browser: Browser) -> None:
    path = settings_path()
    with clock.standing_at(NOON + HOUR + timedelta(minutes=1)):
        page = browser.get(path)
        assert "older than an hour" in page.words()
        assert "Eve" not in page.text
        assert browser.post(path, {"do": "leave"}).code == 409
        assert browser.get(f"{path}/data.json").code == 404
        sent = browser.follow(browser.post(path, {"do": "link"}))
        assert "new link is on its way" in sent.words()
    assert letters()[-1] == ("settings", "")
    assert only().state is ACTIVE


def test_own_data_is_given_and_then_deleted_without_a_trace(browser: Browser) -> None:
    key = only().key
    with clock.standing_at(LATER):
        path = settings_path()
        answer = browser.get(f"{path}/data.json")
        told = json.loads(answer.text)["subscriptions"]
        assert [(one["address"], one["state"]) for one in told] == [("Eve@example.com", "active")]
        assert [one["about"] for one in told[0]["deliveries"]] == ["confirmation"]
        gone = browser.follow(browser.post(path, {"subscription": key, "do": "erase"}))
    assert "is deleted" in gone.words()
    assert everybody() == []
    with db.snapshot():
        rows = [
            str(row)
            for table in database.get_tables()
            for row in database.execute_sql(f'SELECT * FROM "{table}"').fetchall()
        ]
    assert not [row for row in rows if "eve@example" in row.lower()]
    assert not [row for row in rows if key in row]
    again = ask(browser, at=LATER + HOUR)
    assert (again.code, letters()) == (303, [])  # nobody is told that it is not written to
    with clock.standing_at(LATER):
        assert browser.post(links.undo_path(key), {}).code == 409
        assert browser.get(links.leave_path(key)).code == 200


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "[::1]", "2130706433", "169.254.169.254:443", "db.internal"]
)
def test_webhook_inside_a_private_network_is_refused_at_once(browser: Browser, host: str) -> None:
    hook = {"channel": "webhook", "owner": EVE}
    answer = ask(browser, f"https://{host}/x", path="/subscribe/program", **hook)
    assert answer.code == 422
    assert "inside a private network, and cannot be reached from here" in answer.words()
    assert len(everybody()) == 1


def test_webhook_is_confirmed_by_the_code_it_gets(browser: Browser) -> None:
    hook = {"channel": "webhook", "owner": EVE}
    path = "/subscribe/program"
    assert ask(browser, "http://hooks.example.com/x", path=path, **hook).code == 422
    assert ask(browser, "https://hooks.example.com/x", path=path, channel="webhook").code == 422
    assert ask(browser, "https://a:b@hooks.example.com/x", path=path, **hook).code == 422
    page = ask(browser, "https://hooks.example.com/x", LATER, path, **hook)
    with clock.standing_at(LATER + timedelta(minutes=1)):
        shown = browser.follow(browser.post(page.headers["Location"], {"code": newest_code()}))
    assert "https://hooks.example.com/x" in shown.words()
    assert "whsec_" in shown.words()
    assert "Eve@example.com" not in shown.words()  # who has the hook need not have the mailbox
    mail, program = everybody()
    assert (program.state, program.owner) == (ACTIVE, "Eve@example.com")
    with clock.standing_at(LATER):
        both = browser.get(links.settings_path(mail.key, LATER)).words()
    assert "https://hooks.example.com/x" in both


@pytest.mark.parametrize(
    ("topic", "address"),
    [
        ("acme-status", "https://ntfy.sh/acme-status"),
        ("https://ntfy.sh/acme-status", "https://ntfy.sh/acme-status"),
        ("https://ntfy.evil.example/acme", None),
        ("https://ntfy.sh/a/b", None),
        ("a b", None),
    ],
)
def test_topic_is_on_a_server_that_the_settings_name(
    browser: Browser, topic: str, address: str | None
) -> None:
    answer = ask(browser, topic, LATER, "/subscribe/program", channel="ntfy")
    found = [one.address for one in everybody()[1:]]
    assert (answer.code, found) == ((303, [address]) if address else (422, []))


def test_filter_of_a_single_incident_stays_when_the_rest_is_changed(browser: Browser) -> None:
    incident = opened(title="Logins fail")
    with db.transaction():
        found = only()
        wanted = Filter(incidents=frozenset({incident.key}))
        subscriptions.replace(Subscription(**{**vars(found), "filter": wanted}))
    with clock.standing_at(LATER):
        shown = browser.get(settings_path())
        assert "Logins fail" in shown.words()
        fields = shown.tree.forms[0].form_values()
        browser.post(settings_path(), dict(fields) | {"how_often": "daily", "do": "save"})
    assert (only().how_often, only().filter) == (HowOften.DAILY, wanted)


def test_settings_are_for_no_search_engine_and_no_cache(browser: Browser) -> None:
    with clock.standing_at(LATER):
        page = browser.get(settings_path())
    assert page.headers["Cache-Control"] == "no-store"
    assert page.tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert page.tree.xpath("//meta[@name='referrer']/@content") == ["same-origin"]
    assert not HERE.keys() & page.headers.keys()


def test_settings_list_messages_by_the_titles_that_they_had(browser: Browser) -> None:
    opened(0, "Logins fail", components={"api": PARTIAL})
    fan_out()
    with clock.standing_at(LATER):
        page = browser.get(settings_path())
    assert [title.text_content() for title in page.tree.xpath("//h4")] == [
        "Investigating: Logins fail",
        "Code",
    ]


def test_stranger_names_nobody_for_more_hooks_than_one_may_have(browser: Browser) -> None:
    names = [f"h{number}" for number in range(50)]
    hook = {"channel": "webhook", "owner": EVE}
    asked = ask(browser, "https://hooks.example.com/1", LATER, "/subscribe/program", **hook)
    add_readers(*names, channel=Channel.WEBHOOK, owner=EVE.lower())
    before = letters()
    more = ask(browser, "https://hooks.example.com/2", LATER, "/subscribe/program", **hook)
    assert (more.code, letters()) == (303, before)  # nobody is told how many there are
    with clock.standing_at(LATER + HOUR):
        sent = browser.post(asked.headers["Location"], {"code": newest_code()})
    assert sent.code == 409
