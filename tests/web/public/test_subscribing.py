"""/subscribe as people, scanners of mail and programs that fill in forms meet it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.telling import links
from statuspage.domain.telling.filter import Filter
from statuspage.domain.telling.news import NewsKind
from statuspage.domain.telling.subscription import Channel, HowOften, SubscriptionState
from statuspage.domain.vocabulary.states import Impact
from statuspage.store import db
from statuspage.store.telling import subscriptions
from statuspage.web.app import create_app
from tests.helpers.following import EVE, HERE, NOON, ask, everybody, follow, only, with_mail
from tests.helpers.letters import letters, newest_code, newest_confirm_path
from tests.helpers.sites import change_config
from tests.helpers.telling import opened
from tests.web.conftest import Browser

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
PENDING, ACTIVE = SubscriptionState.PENDING, SubscriptionState.ACTIVE


@pytest.fixture
def browser(store: Path) -> Browser:
    """Somebody's browser, on a site that can send mail."""
    with_mail(store)
    return Browser(create_app())


def test_person_finishes_in_the_tab_that_is_open(browser: Browser) -> None:
    settings = follow(browser)
    assert "from now on you are told" in settings.words()
    found = only()
    assert (found.channel, found.address, found.owner) == (Channel.MAIL, *2 * ("Eve@example.com",))
    assert (found.state, found.filter.is_everything) == (ACTIVE, True)
    assert [name for name, _ in letters()] == ["confirmation"]


def test_scanner_that_fetches_every_link_confirms_and_ends_nothing(browser: Browser) -> None:
    with clock.standing_at(NOON):
        ask(browser)
        found = only()
        paths = [newest_confirm_path(), links.leave_path(found.key), links.undo_path(found.key)]
        for path in paths:
            assert browser.get(path).code == 200
            assert browser.head(path, {"do": "leave"}) == 200
        assert only() == found
        assert found.state is PENDING
    with clock.standing_at(NOON + MINUTE):
        assert browser.post(paths[0], {}).code == 303  # the button
        for path in paths:
            assert browser.get(path).code == 200
            assert browser.head(path, {}) == 200
        assert only().state is ACTIVE


def test_form_never_says_whether_an_address_is_known(browser: Browser) -> None:
    unknown = ask(browser, "adam@example.com")
    follow(browser, EVE)
    known = ask(browser, EVE.upper(), NOON + 5 * MINUTE, severity="major")
    assert [name for name, _ in letters()] == ["confirmation", "confirmation", "already"]
    pages = [browser.follow(answer) for answer in (unknown, known)]
    texts = [
        page.text.replace(answer.headers["Location"], "")
        for page, answer in zip(pages, (unknown, known), strict=True)
    ]
    assert texts[0] == texts[1]
    assert [len(answer.headers["Location"]) for answer in (unknown, known)] == [36, 36]
    with clock.standing_at(NOON + 6 * MINUTE):
        sent = browser.post(known.headers["Location"], {"code": newest_code()})
        settings = browser.follow(sent)
    assert "Eve@example.com" in settings.words()
    assert everybody()[1].filter == Filter()  # nothing changed by a form that anybody can send


def test_too_many_codes_for_an_address_are_not_sent_and_nobody_is_told(browser: Browser) -> None:
    answers = [ask(browser, at=NOON + number * MINUTE) for number in range(6)]
    assert [answer.code for answer in answers] == [303] * 6
    assert len(letters()) == 4
    with clock.standing_at(NOON + 7 * MINUTE):
        sent = browser.post(answers[-1].headers["Location"], {"code": newest_code()})
    assert sent.code == 303  # the newest code that was sent still counts
    assert len(everybody()) == 1


def test_code_is_guessed_five_times_at_most(browser: Browser) -> None:
    page = ask(browser).headers["Location"]
    right = newest_code()
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    with clock.standing_at(NOON + MINUTE):
        told = [browser.post(page, {"code": wrong}) for _ in range(5)]
        assert {answer.code for answer in told} == {422}
        assert "not the code" in told[0].words()
        late = browser.post(page, {"code": right})
    assert (late.code, only().state) == (409, PENDING)
    assert "Ask for a new one" in late.words()


def test_code_may_be_written_with_blanks_and_an_empty_one_costs_nothing(browser: Browser) -> None:
    page = ask(browser).headers["Location"]
    with clock.standing_at(NOON + MINUTE):
        assert {browser.post(page, {"code": ""}).code for _ in range(6)} == {422}
        code = newest_code()
        assert browser.post(page, {"code": f" {code[:3]} {code[3:]} "}).code == 303


def test_code_and_link_are_too_old_after_a_day(browser: Browser) -> None:
    page = ask(browser).headers["Location"]
    with clock.standing_at(NOON + DAY + MINUTE):
        assert browser.post(page, {"code": newest_code()}).code == 409
        old = browser.post(newest_confirm_path(), {})
    assert (old.code, only().state) == (409, PENDING)
    assert "too old" in old.words()


def test_unknown_request_looks_like_any_other(browser: Browser) -> None:
    page = browser.get(f"/subscribe/code/{'x' * 20}")
    assert page.code == 200
    assert browser.post(f"/subscribe/code/{'x' * 20}", {"code": "123456"}).code == 422


@pytest.mark.parametrize(
    ("more", "reads", "code", "says"),
    [
        ({"website": "https://spam.example"}, 5, 422, "only programs fill it in"),
        ({}, 0.5, 409, "sooner than anybody reads it"),
        ({}, 3 * 86400, 409, "or more than a day later. Look it over"),
        ({"stamp": "abcdef"}, 5, 409, "press the button again"),
        ({"address": "eve"}, 5, 422, "not a mail address"),
        ({"address": ""}, 5, 422, "not a mail address"),
        ({"severity": "grave"}, 5, 422, "not known here"),
        ({"how_often": "hourly"}, 5, 422, "Choose one from the list"),
        ({"language": "tlh"}, 5, 422, "Choose one from the list"),
        ({"component:gone": "on"}, 5, 422, "one of these is gone"),
        ({"incident:gone": "on"}, 5, 422, "no such incident"),
        ({f"incident:{n}": "on" for n in range(900)}, 5, 422, "no such incident"),
    ],
)
def test_what_cannot_be_taken_comes_back_with_its_words(
    browser: Browser, more: dict[str, str], reads: float, code: int, says: str
) -> None:
    answer = ask(browser, **{"reads": timedelta(seconds=reads), "component:api": "on", **more})
    assert (answer.code, everybody(), letters()) == (code, [], [])
    assert says in answer.words()
    assert answer.fields()["address"] == more.get("address", EVE)
    assert answer.fields()["component:api"] == "on"


def test_form_that_came_too_quickly_is_taken_at_the_second_press(browser: Browser) -> None:
    with clock.standing_at(NOON):
        again = ask(browser, reads=timedelta(0))
    with clock.standing_at(NOON + MINUTE):
        assert browser.post("/subscribe", again.fields(), headers=HERE).code == 303


def test_form_from_another_site_does_nothing(browser: Browser) -> None:
    fields = browser.get("/subscribe").fields() | {"address": EVE}
    answer = browser.post("/subscribe", fields, headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.code, everybody()) == (400, [])


def test_same_form_sent_twice_sends_one_code(browser: Browser) -> None:
    with clock.standing_at(NOON):
        fields = browser.get("/subscribe").fields() | {"address": EVE}
    with clock.standing_at(NOON + MINUTE):
        first, second = (browser.post("/subscribe", fields, headers=HERE) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert len(letters()) == 1


def test_choice_is_kept(browser: Browser) -> None:
    key = opened().key
    asked = f"component=api&kind=incidents&severity=major&incident={key}&breaking=1"
    follow(browser, path=f"/subscribe?{asked}", how_often="daily")
    found = only()
    assert found.how_often is HowOften.DAILY
    assert found.filter == Filter(
        frozenset({"api"}),
        incidents=frozenset({key}),
        kinds=frozenset({NewsKind.INCIDENTS}),
        severity=Impact.MAJOR,
        breaking=True,
    )


def test_link_that_asks_for_what_there_is_not_says_so(browser: Browser) -> None:
    page = browser.get("/subscribe?kind=gossip")
    assert (page.code, "gossip" in page.words()) == (200, True)


def test_site_without_mail_says_so(store: Path) -> None:
    browser = Browser(create_app())
    page = browser.get("/subscribe")
    assert "No mail is sent from here yet" in page.words()
    assert "/updates.atom" in page.text
    sent = browser.post("/subscribe", {"address": EVE}, headers=HERE)
    assert (sent.code, everybody()) == (409, [])  # it has no stamp


def test_page_of_a_language_follows_in_it(browser: Browser, store: Path) -> None:
    change_config(store, "[site]", '[site]\nlanguages = ["en", "de"]')
    with clock.standing_at(NOON):
        fields = browser.get("/de/subscribe").fields() | {"address": EVE}
    with clock.standing_at(NOON + MINUTE):
        sent = browser.post("/de/subscribe", fields, headers=HERE)
    assert sent.headers["Location"].startswith("/de/subscribe/code/")
    assert only().language == "de"
    page = browser.follow(sent)
    assert page.tree.get("lang") == "de"


def test_suppressed_address_gets_no_code_and_the_same_answer(browser: Browser) -> None:
    with db.transaction():
        subscriptions.suppress(EVE.lower(), "complained", NOON)
    answer = ask(browser)
    assert (answer.code, letters()) == (303, [])


def test_ways_that_the_settings_close_are_not_offered(browser: Browser, store: Path) -> None:
    assert "Webhook" in browser.get("/subscribe").words()
    closed = "[subscriptions]\nwebhooks = false\nntfy_servers = []\n[mail]"
    change_config(store, "[mail]", closed)
    assert "Webhook" not in browser.get("/subscribe").words()
    page = browser.get("/subscribe/program")
    assert ("Nothing is sent that way" in page.words(), page.tree.forms) == (True, [])


def test_first_page_offers_mail_where_there_is_some(browser: Browser, store: Path) -> None:
    links = "//section[@aria-labelledby='follow']//a/@href"
    assert "/subscribe#mail" in browser.get("/").tree.xpath(links)
    change_config(store, '[mail]\nfrom = "status@example.com"\n', "")
    assert "/subscribe#mail" not in browser.get("/").tree.xpath(links)


def test_phone_is_not_among_the_programs(browser: Browser) -> None:
    page = browser.get("/subscribe").tree
    assert page.xpath("//section[@aria-labelledby='programs']//a/text()") == ["Webhook", "API"]
    [link] = page.xpath("//section[@aria-labelledby='phone']//a/@href")
    assert browser.get(link).tree.forms[0].form_values().count(("channel", "ntfy")) == 1


def test_way_out_speaks_the_language_of_whoever_leaves(browser: Browser, store: Path) -> None:
    change_config(store, "[site]", '[site]\nlanguages = ["en", "de"]')
    follow(browser, language="de")
    page = browser.get(links.leave_path(only().key))
    assert page.tree.get("lang") == "de"


def test_answered_request_opens_the_settings_for_some_minutes_only(browser: Browser) -> None:
    follow(browser)
    link = newest_confirm_path()
    with clock.standing_at(NOON + MINUTE):
        assert browser.post(link, {}).code == 303
    with clock.standing_at(NOON + 15 * MINUTE):
        assert browser.post(link, {}).code == 409


def test_office_of_twenty_asks_at_once_and_a_flood_waits(browser: Browser) -> None:
    with clock.standing_at(NOON):
        fields = browser.get("/subscribe").fields()
    for number in range(20):
        with clock.standing_at(NOON + MINUTE + timedelta(seconds=number)):
            sent = fields | {"address": f"eve{number}@example.com"}
            page = browser.post("/subscribe", sent, headers=HERE)
            told = browser.post(page.headers["Location"], {"code": newest_code()})
        assert (page.code, told.code) == (303, 303)
    with clock.standing_at(NOON + MINUTE + timedelta(seconds=19)):
        codes = [browser.post("/subscribe", fields, headers=HERE).code for _ in range(12)]
    assert codes == [422] * 11 + [429]  # nothing was written in it
