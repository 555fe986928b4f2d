"""A page of the catalogue that takes a form: by POST, from anybody, and no word is lost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from markupsafe import escape
from werkzeug.test import Client

from statuspage import clock
from statuspage.actions.once import once
from statuspage.errors import Conflict, InvalidInput, NotFound
from statuspage.said import said
from statuspage.site import catalogue
from statuspage.site.page import HTML, Context, Facts, Params, PublicPage
from statuspage.web.app import create_app, create_desk
from tests.helpers.sites import change_config
from tests.helpers.stores import away
from tests.web.conftest import Browser, Page

TAKEN: list[tuple[str, str]] = []
HERE = {"Sec-Fetch-Site": "same-origin"}


def read(context: Context, about: str) -> Facts:
    if about == "nothing":
        raise NotFound(said("There is no question '{about}'.", about=about))
    context.library.settings.site()
    return Facts({"about": about}, clock.now())


def render(_: Context, path: str, facts: Facts) -> bytes:
    form = facts.values["form"]
    said = "".join(f"<p>{escape(str(text))}</p>" for text in (form.notice, *form.faults.values()))
    words = escape(form.values.get("words", ""))
    return (
        f"<title>{facts.values['about']}</title>{said}<form method=post action='{path}'>"
        f"<textarea name=words>{words}</textarea><button>Send</button></form>"
    ).encode()


def take(values: Mapping[str, str], submission: str, about: str) -> str:
    words = values.get("words", "")
    if about == "nothing":
        raise NotFound(said("There is no question '{about}'.", about=about))
    if words == "too late":
        raise Conflict("This question is closed.")
    if words == "fault of ours":
        raise ZeroDivisionError
    if not words:
        raise InvalidInput({"words": "Write something; it is empty."})
    with once(submission) as deed:
        if deed.answer is None:
            TAKEN.append((about, words))
            deed.answer = f"/asked/{about}?done=1"
    return deed.answer


def params(_: Context) -> Iterable[Params]:
    return [{"about": "speed"}]


PAGE = PublicPage("/asked/{about}", read, render, HTML, params, takes_post=take)


@pytest.fixture
def browser(store: Path, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """A browser on a site that has one page with a form."""
    monkeypatch.setattr(catalogue, "PAGES", (*catalogue.PAGES, PAGE))
    TAKEN.clear()
    return Browser(create_app())


def send(browser: Browser, words: str, about: str = "speed", **more: Any) -> Page:
    return browser.post(f"/asked/{about}", {"words": words}, **{"headers": HERE} | more)


def test_page_with_a_form_is_served_from_memory_without_a_cookie(browser: Browser) -> None:
    answer = browser.get("/asked/speed")
    assert (answer.code, answer.fields()) == (200, {"words": ""})
    assert "s-maxage" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers


def test_form_is_taken_and_leads_on(browser: Browser) -> None:
    answer = send(browser, "Quick enough.")
    assert (answer.code, answer.headers["Location"]) == (303, "/asked/speed?done=1")
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert TAKEN == [("speed", "Quick enough.")]


def test_form_of_a_language_leads_on_in_it(browser: Browser, store: Path) -> None:
    change_config(store, "[site]", '[site]\nlanguages = ["en", "de"]')
    answer = browser.post("/de/asked/speed", {"words": "Ja."}, headers=HERE)
    assert (answer.code, answer.headers["Location"]) == (303, "/de/asked/speed?done=1")
    assert browser.post("/de/asked/speed", {"words": ""}, headers=HERE).code == 422
    assert browser.post("/fr/asked/speed", {"words": "Oui."}, headers=HERE).code == 404
    assert TAKEN == [("speed", "Ja.")]


def test_same_words_from_the_same_address_count_once(browser: Browser) -> None:
    elsewhere = {"environ_base": {"REMOTE_ADDR": "203.0.113.9"}}
    sent = [send(browser, "Yes."), send(browser, "Yes."), send(browser, "Yes.", **elsewhere)]
    assert {answer.headers["Location"] for answer in sent} == {"/asked/speed?done=1"}
    assert TAKEN == [("speed", "Yes.")] * 2


@pytest.mark.parametrize(
    ("words", "code", "notice"),
    [
        ("", 422, "Write something"),
        ("too late", 409, "This question is closed."),
        ("fault of ours", 500, "nothing was sent"),
    ],
)
def test_form_that_is_not_taken_comes_back_with_its_words(
    browser: Browser, words: str, code: int, notice: str
) -> None:
    answer = send(browser, words)
    assert (answer.code, answer.fields()) == (code, {"words": words})
    assert notice in answer.words()
    assert browser.get("/asked/speed").fields() == {"words": ""}  # of nobody else


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}],
)
def test_form_from_another_site_does_nothing(browser: Browser, headers: dict[str, str]) -> None:
    answer = send(browser, "Vote for me.", headers=headers)
    assert (answer.code, answer.fields()) == (400, {"words": "Vote for me."})
    assert "another site" in answer.words()
    assert TAKEN == []


def test_form_without_any_word_of_a_browser_is_taken(browser: Browser) -> None:
    assert send(browser, "By hand.", headers={}).code == 303


def test_too_many_forms_from_an_address_wait_and_keep_their_words(browser: Browser) -> None:
    codes = [send(browser, f"Words {number}.").code for number in range(10)]
    assert codes == [303] * 10
    answer = send(browser, "One more.")
    assert (answer.code, answer.fields()) == (429, {"words": "One more."})
    assert 0 < int(answer.headers["Retry-After"]) <= 30
    elsewhere = {"environ_base": {"REMOTE_ADDR": "203.0.113.9"}}
    assert send(browser, "Of somebody else.", **elsewhere).code == 303


def test_store_that_is_gone_gives_the_words_back(browser: Browser, store: Path) -> None:
    with away(store):
        answer = send(browser, "Not lost.")
    assert (answer.code, answer.fields()["words"].strip()) == (503, "Not lost.")
    assert answer.tree.forms[0].action == "/asked/speed"
    assert TAKEN == []


def test_more_than_a_form_may_carry_is_told(browser: Browser) -> None:
    answer = send(browser, "x" * 2_000_000)
    assert answer.code == 413
    assert "too much text" in answer.words()


def test_page_that_is_not_there_takes_nothing(browser: Browser) -> None:
    assert send(browser, "Words.", about="nothing").code == 404
    assert browser.get("/asked/nothing").code == 404


def test_only_pages_that_say_so_take_a_form(browser: Browser) -> None:
    for path in ("/", "/feeds", "/history"):
        answer = browser.post(path, {"words": "x"}, headers=HERE)
        assert (answer.code, answer.headers["Allow"]) == (405, "GET, HEAD")


def test_page_with_a_form_names_post_among_what_it_allows(browser: Browser) -> None:
    answer = Client(create_app()).put("/asked/speed", headers=HERE)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, POST")


def test_no_page_of_the_catalogue_takes_a_form_unheard_of_by_flask(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wide = PublicPage("/all/{rest:path}", read, render, takes_post=take)
    monkeypatch.setattr(catalogue, "PAGES", (*catalogue.PAGES, PAGE, wide))
    rules = {
        rule.rule
        for rule in create_desk([]).url_map.iter_rules()
        if rule.endpoint.startswith("public.")
    }
    taking = {page.pattern for page in catalogue.PAGES if page.takes_post is not None}
    taken = {
        re.sub(r"{(\w+)}", r"<\1>", one).replace("{rest:path}", "<path:rest>") for one in taking
    }
    assert {"/asked/<about>", "/all/<path:rest>", "/subscribe"} <= taken
    assert {*taken, *(f"/<language>{one}" for one in taken)} <= rules
