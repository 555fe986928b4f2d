"""Now: what checks hold down and nobody speaks of, drafts of checks edited, when it was felt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.incidents.automatic import discard_draft, follow
from statuspage.actions.sync import sync
from statuspage.config import parse_duration
from statuspage.domain.incidents.automatic import Alarm, Standing
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import Cadence, ProbeState, Sample
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.store import db
from statuspage.store.incidents import alarms, incidents
from tests.helpers.measurements import record
from tests.helpers.sites import a_probe, add_to_config
from tests.helpers.telling import ADA, at, opened
from tests.web.conftest import Browser

NEW = "/admin/incidents/new"
UP, DOWN, SLOW = ProbeState.UP, ProbeState.DOWN, ProbeState.DEGRADED
MINUTE = timedelta(minutes=1)
WATCHED = Watched("api-http", "api", Cadence(MINUTE, 2))
OUTAGE = (*(UP,) * 5, *(DOWN,) * 10)  # down since minute 5
LOOKING = """---
title: We are looking into it
kind: incident
status: investigating
next_update: 20m
---
{{component}} does not answer since {{start}}.
"""
OVER = """---
title: It is over
kind: update
status: resolved
---
{{component}} is well again, after trouble from {{start}} to {{end}}.
"""


def checked(*states: ProbeState) -> None:
    """Results of each minute after noon."""
    record(WATCHED, [Sample(at(minute), state) for minute, state in enumerate(states)])


@pytest.fixture
def watch(store: Path) -> Callable[..., None]:
    """Adds a probe of the API, with more keys."""

    def add(**keys: str) -> None:
        with clock.standing_at(at(-60)):
            add_to_config(store, a_probe(interval="60s", **keys))

    return add


@pytest.fixture
def texts(store: Path) -> None:
    """Prepared texts whose gaps fill themselves."""
    folder = store / "content" / "templates"
    folder.mkdir()
    (folder / "looking.md").write_text(LOOKING, "utf-8")
    (folder / "over.md").write_text(OVER, "utf-8")
    assert sync(store / "config.toml", {}).problems == ()


def the_draft() -> Alarm:
    with db.snapshot():
        [found] = alarms.drafts()
    return found


@pytest.mark.parametrize(
    ("states", "told"),
    [
        (OUTAGE, "Major outage since 13:05"),
        ((UP,) * 5 + (SLOW,) * 10, "Degraded performance since 13:05"),
    ],
)
def test_trouble_that_nobody_speaks_of_needs_somebody(
    ada: Browser, watch: Callable[..., None], states: tuple[ProbeState, ...], told: str
) -> None:
    watch()
    checked(*states)
    with clock.standing_at(at(14.5)):
        page = ada.get("/admin")
        [front] = page.tree.find_class("unspoken")
        assert told in " ".join(front.text_content().split())
        assert "Nothing is going on" not in page.words()
        [link] = front.xpath(".//a[contains(@href, 'component=')]/@href")
        fields = ada.get(link).fields()
        assert fields["title"].startswith("API does not work")
        assert fields["impact_from"] == "2026-07-01T13:05"
        assert ada.post(NEW, fields | {"body": "You get no answers."}).code == 303
        assert not ada.get("/admin").tree.xpath("//a[contains(@href, 'component=')]")
    [incident] = incidents.newest(5)
    assert incident.impact_from == at(5)
    assert incident.declared["api"] is not ComponentState.OPERATIONAL


def test_what_staff_decided_to_say_nothing_of_needs_nobody(
    ada: Browser, watch: Callable[..., None]
) -> None:
    watch(on_failure="draft")
    checked(*OUTAGE)
    with clock.standing_at(at(14.5)):
        follow()
        discard_draft(the_draft().key, ADA)
        assert not ada.get("/admin").tree.xpath("//a[contains(@href, 'component=')]")


@pytest.mark.usefixtures("texts")
def test_draft_of_checks_says_what_it_promises_and_is_edited_before_it_is_published(
    ada: Browser, watch: Callable[..., None]
) -> None:
    watch(on_failure="draft", template="looking")
    checked(*OUTAGE)
    with clock.standing_at(at(14.5)):
        follow()
        desk = ada.get("/admin").words()
        assert "Publishing promises the next update within 20 min." in desk
        page = ada.get(f"{NEW}?alarm={the_draft().key}")
        fields = page.fields()
        assert fields["body"].strip().startswith("API does not answer since 1 July 2026")
        assert (fields["next_update"], fields["component:api"]) == ("20", "major_outage")
        words = {"title": "No answers", "body": "You get no answers from the API."}
        assert ada.post(NEW, fields | words | {"do": "preview"}).code == 200
        assert the_draft().standing is Standing.DRAFT
        sent = ada.post(NEW, fields | words)
        assert ada.post(NEW, fields | words).headers["Location"] == sent.headers["Location"]
    [incident] = incidents.newest(5)
    assert (incident.title, incident.impact_from) == ("No answers", at(5))
    assert incident.updates[0].next_due == at(34.5)
    with db.snapshot():
        assert alarms.newest()["api"].incident == incident.key


@pytest.mark.usefixtures("texts")
def test_length_of_a_template_is_the_one_promised(ada: Browser) -> None:
    with clock.standing_at(at(0)):
        fields = ada.get(f"{NEW}?template=looking").fields()
        assert fields["next_update"] == "20"
        words = {"title": "No answers", "component:api": "major_outage", "gap:start": ""}
        page = ada.post(NEW, fields | words | {"impact_from": "2026-07-01T12:50"})
        assert page.code == 303, page.words()
    [incident] = incidents.newest(5)
    assert incident.updates[0].next_due == at(20)
    assert incident.updates[0].body == "API does not answer since 1 July 2026, 12:50 BST."


@pytest.mark.parametrize("length", ["1s", "90s", "1h15m", "59m30s", "40d"])
def test_odd_length_of_a_template_is_the_one_promised(
    ada: Browser, store: Path, length: str
) -> None:
    text = LOOKING.replace("20m", length)
    assert length in text
    (store / "content" / "templates").mkdir()
    (store / "content" / "templates" / "looking.md").write_text(text, "utf-8")
    assert sync(store / "config.toml", {}).problems == ()
    with clock.standing_at(at(0)):
        fields = ada.get(f"{NEW}?template=looking").fields()
        words = {"title": "No answers", "component:api": "major_outage", "gap:start": ""}
        page = ada.post(NEW, fields | words | {"impact_from": "2026-07-01T12:50"})
        assert page.code == 303, page.words()
    [incident] = incidents.newest(5)
    assert incident.updates[0].next_due == at(0) + parse_duration(length)


@pytest.mark.usefixtures("texts")
def test_gap_of_a_time_states_when_it_was_felt(ada: Browser) -> None:
    with clock.standing_at(at(0)):
        fields = ada.get(f"{NEW}?template=looking").fields()
        words = {"title": "No answers", "component:api": "major_outage"}
        ada.post(NEW, fields | words | {"gap:start": "2026-07-01T12:40"})
    [incident] = incidents.newest(5)
    assert incident.impact_from == at(-20)
    assert "12:40" in incident.updates[0].body


def test_without_a_beginning_checks_say_when_it_began(
    ada: Browser, watch: Callable[..., None]
) -> None:
    watch()
    checked(*OUTAGE)
    words = {"title": "No answers", "body": "You wait.", "component:api": "major_outage"}
    with clock.standing_at(at(14.5)):
        told = ada.get(NEW).tree.get_element_by_id("field-component:api").text_content()
        assert "Major outage since 13:05 BST, as our checks see it." in " ".join(told.split())
        ada.send(NEW, **words)
    assert incidents.newest(5)[0].impact_from == at(5)


@pytest.mark.usefixtures("texts")
def test_resolving_asks_when_it_began_and_ended(ada: Browser, watch: Callable[..., None]) -> None:
    watch()
    checked(*OUTAGE, UP, UP, UP, UP)  # well since minute 15
    incident = opened(8)
    address = f"/admin{incident.path}"
    with clock.standing_at(at(18.5)):
        page = ada.get(address)
        assert "Did it begin before 13:08 BST?" in page.words().replace("\xa0", " ")
        assert page.fields()["impact_until"] == "2026-07-01T13:15"
        ada.send(address, body="It is better.", status="monitoring")
        assert incidents.by_key(incident.key).impact_until is None
        filled = ada.send(address, do="template:over").fields()
        assert "API is well again, after trouble from" in filled["body"]
        assert "13:15" in filled["body"]
        assert filled["next_update"] == "none"
        ada.post(address, filled | {"impact_from": "2026-07-01T13:05", "do": "publish"})
    closed = incidents.by_key(incident.key)
    assert closed.status is Status.RESOLVED
    assert (closed.impact_from, closed.impact_until) == (at(5), at(15))
    assert closed.updates[0].next_due is None


def test_closed_entry_offers_no_next_update(ada: Browser) -> None:
    incident = opened()
    with clock.standing_at(at(5)):
        address = f"/admin{incident.path}"
        assert ada.get(address).tree.xpath("//input[@name='next_update']")
        ada.send(address, body="Nothing was wrong.", status="false_alarm")
        page = ada.get(address)
        assert not page.tree.xpath("//input[@name='next_update']")
        assert not page.tree.xpath("//select[@name='component:api']")


def test_card_says_how_bad_and_since_when_as_the_page_does(ada: Browser) -> None:
    opened(impact_from=at(-1))
    with clock.standing_at(at(5)):
        [card] = ada.get("/admin").tree.xpath("//article[contains(@class, 'case')]")
        words = " ".join(card.text_content().split()).replace("\xa0", " ")
    assert "since 12:59 BST" in words
    assert "API Partial outage" in words
