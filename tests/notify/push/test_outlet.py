"""Messages to browsers on real sockets, read as the browser reads them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from statuspage.actions.telling import links
from statuspage.actions.telling.push_key import public_push_key
from statuspage.config import Settings
from statuspage.domain.telling.result import Blame, Later, Never, Result, Sent
from statuspage.domain.telling.subscription import Channel, Subscription
from statuspage.domain.vocabulary.states import Impact
from statuspage.net.rules import anywhere
from statuspage.notify.outlet import Letter, Message
from statuspage.notify.push.outlet import PUSH
from statuspage.render.feeds.told import ToldNews
from statuspage.store import db
from statuspage.store.settings import current_settings
from tests.helpers.push_service import BrowserKeys
from tests.notify.hooks.receivers import Receiving, receiving, status
from tests.render.facts import NOON, SITE
from tests.render.hooks.told import news, told_item, told_update

BROWSER = BrowserKeys()
TAKEN = status(201)
TO_ANYWHERE = replace(PUSH, may_reach=anywhere)  # loopback stands for the public internet


@pytest.fixture
def settings(store: Path) -> Settings:
    with db.snapshot():
        return current_settings()


def message(address: str, **given: Any) -> Message:
    incident, _ = told_update()
    facts: dict[str, Any] = {
        "key": "m1",
        "subscription": Subscription("reader", Channel.PUSH, address, NOON),
        "site": SITE,
        "attempt": 1,
        "queued_at": NOON,
        "told": (ToldNews(news(), told_item(), incident),),
    }
    return Message(**facts | given)


def sent(settings: Settings, service: Receiving, **given: Any) -> Result:
    with TO_ANYWHERE.open(settings, {}) as send:
        return send(message(BROWSER.address(service.url), **given))


def test_browser_reads_what_happened(settings: Settings) -> None:
    with receiving(TAKEN) as service:
        assert sent(settings, service) == Sent("201")
    [taken] = service.taken
    told = BROWSER.shown(taken.body)
    assert told["title"] == "Investigating: Slow answers"
    assert "looking" in told["body"]
    assert told["url"] == told_item().url
    assert told["icon"] == "/icons/partial.png"
    assert (told["language"], told["direction"]) == ("en", "ltr")
    assert taken.headers["content-encoding"] == "aes128gcm"
    assert taken.headers["authorization"].endswith(f"k={public_push_key()}")
    assert taken.headers["ttl"] == "86400"
    assert taken.line.startswith("POST /hook ")


@pytest.mark.parametrize(
    ("impact", "urgency"),
    [(Impact.CRITICAL, "high"), (Impact.MAJOR, "high"), (Impact.MINOR, "normal")],
)
def test_grave_news_wake_a_device(settings: Settings, impact: Impact, urgency: str) -> None:
    told = ToldNews(news(impact=impact), told_item(), told_update()[0])
    with receiving(TAKEN) as service:
        sent(settings, service, told=(told,))
    assert service.taken[0].headers["urgency"] == urgency


def test_newer_word_takes_the_place_of_an_older_one_of_the_same(settings: Settings) -> None:
    one, other = news(topic="incident/a"), news(topic="incident/b")
    with receiving(TAKEN) as service:
        for chosen in (one, one, other):
            told = ToldNews(chosen, told_item(), told_update()[0])
            sent(settings, service, told=(told,))
    first, second, third = (taken.headers["topic"] for taken in service.taken)
    assert first == second != third
    assert len(first) <= 32
    assert [BROWSER.shown(taken.body)["tag"] for taken in service.taken] == [first, second, third]


def test_first_one_is_answered_by_the_browser_itself(settings: Settings) -> None:
    with receiving(TAKEN) as service:
        sent(settings, service, told=(), letter=Letter("confirmation", "req1"))
    told = BROWSER.shown(service.taken[0].body)
    assert told["confirm"] == told["url"] == SITE.address(links.confirm_path("req1"))
    assert told["confirmed"]["url"] == SITE.address("/subscribe/browser")
    assert links.code_of("req1") not in json.dumps(told)


@pytest.mark.parametrize("letter", ["test", "goodbye", "settings"])
def test_other_letters_are_shown_and_lead_on(settings: Settings, letter: str) -> None:
    with receiving(TAKEN) as service:
        assert isinstance(sent(settings, service, told=(), letter=Letter(letter, "")), Sent)
    told = BROWSER.shown(service.taken[0].body)
    assert told["title"]
    assert "confirm" not in told


@pytest.mark.parametrize("text", ["x", "“\\” ", "ä", "😀"])
def test_longest_words_fit(settings: Settings, text: str) -> None:
    html = f"<p>{text * 9_000}</p><p>{text * 5} {text * 5_000}</p>"
    item = replace(told_item(), title=text * 9_000, html=html)
    with receiving(TAKEN) as service:
        told = ToldNews(news(), item, told_update()[0])
        assert isinstance(sent(settings, service, told=(told,)), Sent)
    assert len(service.taken[0].body) <= 4096


def ends(result: Result) -> bool:
    return isinstance(result, Never) and result.ends and result.blame is Blame.RECIPIENT


def is_ours(result: Result) -> bool:
    return isinstance(result, Never) and not result.ends and result.blame is Blame.US


def waits(seconds: int | None) -> Callable[[Result], bool]:
    after = None if seconds is None else timedelta(seconds=seconds)
    return lambda result: isinstance(result, Later) and result.after == after


@pytest.mark.parametrize(
    ("answer", "means"),
    [
        (status(404), ends),
        (status(410), ends),
        (status(413), is_ours),
        (status(401), is_ours),
        (status(403), is_ours),
        (status(400), is_ours),
        (status(429, "Retry-After: 77"), waits(77)),
        (status(503, "Retry-After: 9"), waits(9)),
        (status(500), waits(None)),
        (status(307, "Location: https://elsewhere.example/"), waits(None)),
    ],
    ids=lambda given: given.split()[1].decode() if isinstance(given, bytes) else "",
)
def test_each_answer_means_what_the_standard_says(
    settings: Settings, answer: bytes, means: Callable[[Result], bool]
) -> None:
    with receiving(answer) as service:
        assert means(sent(settings, service))
    assert len(service.taken) == 1


def test_endpoint_inside_a_private_network_is_not_reached(settings: Settings) -> None:
    with receiving(TAKEN) as service, PUSH.open(settings, {}) as send:
        result = send(message(BROWSER.address(service.url)))
    assert isinstance(result, Later)
    assert "inside a private network" in str(result.reason)
    assert service.taken == []


def test_what_is_no_address_of_a_browser_ends(settings: Settings) -> None:
    with PUSH.open(settings, {}) as send:
        assert ends(send(message("https://push.example.net/abc")))
