"""What people say, worked through at the desk: counted, made a request, turned away, merged."""

from __future__ import annotations

from datetime import timedelta

import pytest

from statuspage import clock
from statuspage.actions.listening import rounds
from statuspage.actions.listening.hearing import VoiceWish, hear
from statuspage.domain.listening.voice import VoiceState
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.store import db
from statuspage.store.listening import voices
from statuspage.store.published import entries
from tests.helpers.requests import answer, heard, request, standing, voice
from tests.web.conftest import Browser

DAY = timedelta(days=1)
WORDS = "Please answer <b>at weekends</b>, nobody does."


def said(text: str = WORDS, **more: object) -> str:
    return hear(VoiceWish(text, ("search",), may_quote=True, **more), None)  # type: ignore[arg-type]


def queue(browser: Browser, path: str = "/admin/feedback", **pressed: str) -> int:
    fields = browser.get(path).fields() | pressed
    return browser.post("/admin/feedback", fields).code


def test_queue_shows_what_waits_with_its_age_in_front(ada: Browser) -> None:
    with clock.standing_at(clock.now() - 5 * DAY):
        said()
        request("Longer opening hours")
    request("Answers at weekends", "done")
    page = ada.get("/admin/feedback")
    assert page.tree.xpath("//*[@id='queue']//strong")[0].text == "5 days"
    assert "<b>at weekends" in page.tree.xpath("//p[contains(@class, 'said')]")[0].text
    assert page.tree.xpath("//button[contains(@value, 'take:')]//text()") == ["Answers at weekends"]
    assert "Longer opening hours" in page.words()
    now = ada.get("/admin").words()
    assert "1 comment to look at" in now
    assert "1 request to answer" in now


def test_message_is_counted_by_one_press(ada: Browser) -> None:
    slug, key = request("Answers at weekends"), said()
    assert queue(ada, do=f"take:{key}:{slug}") == 303
    assert heard(slug) == {"page": 1}
    assert WORDS in ada.get(f"/admin/outcomes/{slug}").words()
    assert WORDS not in ada.get(f"/you-said-we-did/{slug}").text


def test_ticked_messages_become_a_new_request(ada: Browser) -> None:
    key = said()
    page = ada.get("/admin/feedback")
    answer = ada.post("/admin/feedback", {**page.fields(), "voice": key, "do": "new"})
    form = ada.follow(answer)
    fields = form.fields()
    assert (fields["said"].strip(), fields["state"], fields["voices"]) == (WORDS, "asked", key)
    assert fields["component:search"] == "on"
    path = answer.headers["Location"].partition("?")[0]
    fields |= {"title": "Weekends", "body": "We look at it.", "do": "publish"}
    assert ada.post(path, fields).code == 303
    [entry] = entries.all_of(EntryKind.OUTCOME)
    assert (entry.details["quotes"], entry.details["components"]) == ([WORDS], ["search"])
    assert heard(entry.slug) == {"page": 1}
    assert voice(key).outcome == entry.slug


def test_words_that_may_not_be_quoted_are_shown_and_not_prepared(ada: Browser) -> None:
    key = hear(VoiceWish("My boss is on holiday at weekends.", subject="Weekends"), None)
    page = ada.get(f"/admin/outcomes/new?voices={key}")
    fields = page.fields()
    assert (fields["title"], fields["said"].strip(), fields["quotes"].strip()) == (
        "Weekends",
        "",
        "",
    )
    assert "My boss" in page.tree.xpath("string(//*[@id='voices'])")
    again = ada.post("/admin/outcomes/new", {**fields, "do": "publish"})
    assert again.code == 422
    assert "My boss" in again.tree.xpath("string(//*[@id='voices'])")


def test_turning_away_needs_words_and_loses_none(ada: Browser) -> None:
    key = said()
    fields = {**ada.get("/admin/feedback").fields(), "voice": key, "do": "away", "slug": "half"}
    page = ada.post("/admin/feedback", {**fields, "why": ""})
    assert page.code == 422
    assert page.fields()["slug"] == "half"
    assert page.tree.xpath("//input[@name='voice']/@checked")
    assert ada.post("/admin/feedback", {**fields, "why": "An advertisement."}).code == 303
    assert voice(key).state is VoiceState.TURNED_AWAY
    assert ada.post("/admin/feedback", {**fields, "do": "take", "slug": ""}).code == 422


@pytest.mark.parametrize("do", ["take", "new", "away", "take:none:none", "review:none", ""])
def test_buttons_without_a_choice_say_so(ada: Browser, do: str) -> None:
    assert queue(ada, do=do, why="Because.") in (409, 422)


def test_what_somebody_said_on_the_phone_is_written_down(ada: Browser) -> None:
    slug = request("Answers at weekends")
    ada.send("/admin/feedback/new", text=WORDS, channel="meeting", outcome=slug)
    ada.send("/admin/feedback/new", text="Something else.", channel="phone")
    assert heard(slug) == {"meeting": 1}
    with db.snapshot():
        [waits] = voices.held()
    assert (waits.channel, waits.text) == ("phone", "Something else.")
    preview = ada.send("/admin/feedback/new", text=WORDS, do="preview")
    assert preview.tree.xpath("//section[@id='preview']//button/text()") == ["Keep it"]
    page = ada.send("/admin/feedback/new", text="", outcome="none")
    assert page.code == 422


def test_requests_are_merged(ada: Browser) -> None:
    slug, other = request("Answers on Sundays"), request("Answers at weekends and on Sundays")
    page = ada.get(f"/admin/outcomes/{slug}/merge")
    assert other in page.tree.xpath("//input[@name='chosen']/@value")
    assert ada.send(f"/admin/outcomes/{slug}/merge", same_as="none").code == 422
    ada.send(f"/admin/outcomes/{slug}/merge", chosen=other)
    assert standing(slug).details["same_as"] == other
    assert ada.get(f"/admin/outcomes/{slug}").fields()["same_as"] == other


def test_request_nobody_looked_at_is_looked_at_by_one_press(ada: Browser) -> None:
    with clock.standing_at(clock.now() - 91 * DAY):
        slug = request("Answers at weekends", "planned", due="2026-06-01", owner="Ada")
    page = ada.get("/admin/feedback")
    assert "Nobody looked for 90 days" in page.words()
    assert "1 promise to those who asked is late" in ada.get("/admin").words()
    assert queue(ada, do=f"review:{slug}") == 303
    assert standing(slug).details["reviewed"] == clock.now().date().isoformat()
    assert "Nobody looked for 90 days" not in ada.get("/admin/feedback").words()


def test_form_keeps_all_that_a_request_says(ada: Browser) -> None:
    told = {
        **{"title": "Weekends", "said": WORDS, "state": "declined", "reason": "It costs much."},
        **{"because": "cost", "tags": "support\nhours", "quotes": "One.\nTwo.", "body": "No."},
        **{"component:search": "on", "measure:sla": "api-availability"},
        **{"measure:before": "2026-03", "measure:after": "2026-06"},
    }
    page = ada.send("/admin/outcomes/new", **told)
    [entry] = entries.all_of(EntryKind.OUTCOME)
    assert page.code == 303, page.words()
    assert entry.details["because"] == "cost"
    assert entry.details["measure"] == {
        **{"sla": "api-availability", "before": "2026-03", "after": "2026-06"}
    }
    ada.send(f"/admin/outcomes/{entry.slug}", why="A word.", body="No, sorry.")
    assert standing(entry.slug).details == entry.details
    wrong = ada.send(f"/admin/outcomes/{entry.slug}", why="A word.", **{"measure:after": "soon"})
    assert wrong.code == 422
    assert "is not a period" in wrong.words()


def test_queue_shows_a_page_at_a_time(ada: Browser) -> None:
    with db.transaction():
        for number in range(60):
            hear(VoiceWish(f"Buy this {number}."), None)
    page = ada.get("/admin/feedback")
    assert len(page.tree.xpath("//input[@name='voice']")) == 20
    [further] = page.tree.xpath("//nav//a[contains(@href, 'from=20')]/@href")
    assert len(ada.get(further).tree.xpath("//input[@name='voice']")) == 20
    beyond = ada.get("/admin/feedback?from=900")
    assert len(beyond.tree.xpath("//input[@name='voice']")) == 20


def test_late_answer_is_in_front(ada: Browser) -> None:
    with clock.standing_at(clock.now() - 20 * DAY):
        slug = request("Answers at weekends")
    rounds.mark_late()
    assert "1 is late." in ada.get("/admin").words()
    answer(slug, "considering")
    assert "request to answer" not in ada.get("/admin").words()


def test_request_that_its_sender_chose_and_words_said_twice_stand_beside_a_comment(
    ada: Browser,
) -> None:
    slug = request("Weekends")
    hear(VoiceWish("Please, also on Sundays.", outcome=slug), None)
    assert "chose this request: Weekends" in ada.get("/admin/feedback").words()
    assert "word for word" not in ada.get("/admin/feedback").words()
    hear(VoiceWish("Please, also on Sundays."), None)
    assert ada.get("/admin/feedback").words().count("1 other comment says the same") == 2


def test_request_that_waits_needs_no_answer_yet(ada: Browser) -> None:
    key = hear(VoiceWish(WORDS, subject="Weekends", may_quote=True), None)
    path = f"/admin/outcomes/new?voices={key}"
    page = ada.get(path)
    [answer_field] = page.tree.xpath("//textarea[@name='body']")
    assert answer_field.get("aria-required") is None
    fields = page.fields() | {"body": "", "do": "publish"}
    assert ada.post("/admin/outcomes/new", fields | {"state": "planned"}).code == 422
    assert ada.post("/admin/outcomes/new", fields).code == 303
    [entry] = entries.all_of(EntryKind.OUTCOME)
    assert (entry.body, entry.details["state"]) == ("", "asked")


def test_what_came_today_is_not_said_to_wait(ada: Browser) -> None:
    hear(VoiceWish(WORDS), None)
    request("Weekends")
    words = ada.get("/admin").words()
    assert "1 comment to look at" in words
    assert "The oldest waits" not in words
