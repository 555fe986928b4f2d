"""/when-things-break: severities with their times, judged by what stood there at the time."""

from __future__ import annotations

import html
import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.sync import sync
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.errors import NotFound
from statuspage.site import catalogue
from statuspage.store import db
from tests.helpers.content import put
from tests.helpers.pages import rendered, words_of
from tests.helpers.telling import at, opened, posted, resolved

PATH = "/when-things-break"
DOWN = {"api": ComponentState.MAJOR_OUTAGE}
PAGE = """---
title: What we do when things break
severities:
  critical: {{ means: It is down, first_notice: {notice}, updates: 30m, root_cause: 1d }}
escalation:
  - {{ after: 0m, who: Ada }}
  - {{ after: 30m, who: Grace }}
---
We say it at once.
"""


def said_at(minute: float, store: Path, notice: str) -> None:
    put(store, "pages/when-things-break.md", PAGE.format(notice=notice))
    with clock.standing_at(at(minute)):
        sync(store / "config.toml", {})


def words(minute: float, path: str = PATH) -> str:
    return words_of(rendered(path, at(minute)))


def test_there_is_no_page_until_somebody_promises_something(store: Path) -> None:
    with pytest.raises(NotFound):
        rendered(PATH, at(0))
    with db.snapshot():
        assert PATH not in [found.path for found in catalogue.addresses(catalogue.present())]
    assert "When things break" not in words(0, "/promises")


def test_what_is_promised_is_marked_and_readers_browsers_know_its_words(store: Path) -> None:
    said_at(0, store, notice="15m")
    page, record = (rendered(one, at(1)).body.decode() for one in (PATH, "/record"))
    [facts] = re.findall(r'data-facts="([^"]+)"', record)
    names = json.loads(html.unescape(facts))["names"]
    marked = dict(re.findall(r'data-said="details\.([^"]+)">([^<]+)<', page))
    told = {"means": "It is down", "first_notice": "15m", "updates": "30m", "root_cause": "1d"}
    stated = {f"severities.critical.{name}": text for name, text in told.items()}
    stated |= {"escalation.0.after": "0s", "escalation.1.after": "30m"}
    stated |= {"escalation.0.who": "Ada", "escalation.1.who": "Grace"}
    assert {*marked} == {*stated}
    for place, shown in marked.items():
        value = stated[place]
        assert shown in names.get(value, [value]), place


def test_times_are_judged_by_what_stood_there_when_it_began_bad_news_first(store: Path) -> None:
    opened(-100, components=DOWN, impact_from=at(-160))  # nothing was promised yet
    said_at(-50, store, notice="5m")
    key = opened(0, "It is down", components=DOWN, impact_from=at(-10)).key
    resolved(60, key)
    said_at(70, store, notice="1h")
    key = opened(100, "Down again", components=DOWN, impact_from=at(90)).key
    resolved(120, key)
    found = words(130)
    assert "Where we were late" in found
    assert "It is down First notice: 10 min instead of 5 min" in found
    assert "It is down Updates: 1 h instead of 30 min" in found
    assert "First notice within 1 h1 of 2 late1 of 2 late10 min" in found
    assert "Root cause within 1 dNothing to judge yet" in found
    assert "After 30 minGrace" in found
    assert "First notice within 1 h1 of 2 late" in words(130, "/promises")


def test_what_was_promised_only_while_it_went_on_is_not_judged(store: Path) -> None:
    said_at(-6, store, notice="5m")
    opened(0, components=DOWN, impact_from=at(-40))
    assert "First notice within 5 minNothing to judge yet" in words(50)


def test_it_turns_by_itself_and_says_until_when_it_holds(store: Path) -> None:
    said_at(-50, store, notice="5m")
    key = opened(0, components=DOWN).key
    late_at = at(30) + timedelta(seconds=1)
    assert rendered(PATH, at(10)).valid_until == late_at
    assert "1 of 1 late" in words(31)
    resolved(40, key)
    owed = words(40 + 2 * 24 * 60)
    assert "Root cause: still owed, within 1 d was promised" in owed
    posted(40 + 3 * 24 * 60, key, status=Status.INVESTIGATING)
    assert "still owed" not in words(41 + 3 * 24 * 60)


def test_a_page_that_is_gone_promises_nothing_any_more(store: Path) -> None:
    said_at(-50, store, notice="5m")
    (store / "content/pages/when-things-break.md").unlink()
    with clock.standing_at(at(-20)):
        sync(store / "config.toml", {})
    with pytest.raises(NotFound):
        rendered(PATH, at(0))
