"""The incident form and the update form: what they publish, and what they refuse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.sync import sync
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.states import ComponentState, Impact, Status
from statuspage.said import Said
from statuspage.store.incidents import incidents
from tests.web.conftest import Browser, Page

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
NEW = "/admin/incidents/new"


def the_only_one() -> Incident:
    [incident] = incidents.newest(10)
    return incident


@pytest.fixture
def desk(ada: Browser) -> Browser:
    """An editor with an open incident about the API."""
    words = {"title": "API errors", "body": "We are looking.", "component:api": "partial_outage"}
    assert ada.send(NEW, **words, owner="Ada").code == 303
    return ada


@pytest.fixture
def address(desk: Browser) -> str:
    """The desk's page of that incident."""
    return f"/admin/incidents/{the_only_one().key}"


def test_incident_form_publishes_what_it_says(ada: Browser) -> None:
    with clock.standing_at(NOON):
        published = ada.send(
            NEW,
            **{"title": "API errors", "body": "We *look*.", "status": "identified"},
            **{"component:api": "major_outage", "next_update": "15", "owner": "Ada"},
        )
        page = ada.follow(published)
    incident = the_only_one()
    assert (incident.title, incident.status, incident.owner) == (
        *("API errors", Status.IDENTIFIED, "Ada"),
    )
    assert incident.declared == {"api": ComponentState.MAJOR_OUTAGE}
    assert incident.next_due == NOON + timedelta(minutes=15)
    assert incident.updates[0].author == "ada"
    assert "Published." in page.words()
    assert page.tree.xpath("//p[@data-done]/a/@href") == [incident.path]
    assert "API errors" in ada.get("/").words()


def test_incident_form_reads_times_in_the_zone_of_the_site(ada: Browser) -> None:
    with clock.standing_at(NOON):
        words = {"next_update": "at", "next_at": "2026-07-01T14:30"}
        ada.send(NEW, title="Slow", body="We look.", **words)
    assert the_only_one().next_due == datetime(2026, 7, 1, 13, 30, tzinfo=UTC)


def test_incident_form_takes_stated_impact_and_past_times(ada: Browser) -> None:
    with clock.standing_at(NOON):
        ada.send(
            NEW,
            **{"title": "It was slow", "body": "It is over.", "status": "resolved"},
            **{"impact": "critical", "posted_at": "2026-07-01T10:00"},
            **{"impact_from": "2026-07-01T09:00", "impact_until": "2026-07-01T09:30"},
        )
    incident = the_only_one()
    assert incident.impact is Impact.CRITICAL
    assert incident.impact_from == datetime(2026, 7, 1, 8, 0, tzinfo=UTC)
    assert incident.started_at == datetime(2026, 7, 1, 9, 0, tzinfo=UTC)
    assert incident.is_added_afterwards
    assert incident.next_due is None
    assert "Added afterwards" in ada.get(f"/admin/incidents/{incident.key}").words()


def test_faults_stand_beside_their_fields_and_the_words_stay(ada: Browser) -> None:
    words = {"title": " ", "body": "Long and dear words.", "next_update": "at"}
    answer = ada.send(NEW, **words, **{"component:api": "on fire"})
    assert answer.code == 422
    assert {"component:api", "next_at"} <= {
        link.removeprefix("#field-") for link in answer.tree.xpath("//*[@id='faults']//a/@href")
    }
    answer = ada.send(NEW, **words | {"next_update": "30"})
    field = answer.tree.get_element_by_id("field-title")
    assert field.get("aria-invalid") == "true"
    assert "empty" in answer.tree.get_element_by_id(field.get("aria-describedby").split()[0]).text
    assert answer.fields()["body"].strip() == "Long and dear words."
    assert incidents.newest(10) == []


@pytest.mark.parametrize(
    ("states", "title"),
    [
        ({"component:api": "major_outage"}, "API does not work"),
        ({"component:api": "degraded_performance"}, "API does not work as well as usual"),
        (
            {"component:api": "degraded_performance", "component:docs": "major_outage"},
            "Trouble with API, Docs",
        ),
    ],
)
def test_incident_without_a_title_is_named_after_what_is_affected(
    ada: Browser, states: dict[str, str], title: str
) -> None:
    shown = ada.send(NEW, body="You wait.", do="preview", **states)
    assert shown.fields()["title"] == title
    assert ada.send(NEW, body="You wait.", **states).code == 303
    assert incidents.newest(1)[0].title == title


def test_every_component_has_its_states_to_tap_and_says_nothing_unasked(ada: Browser) -> None:
    fields = ada.get(NEW).fields()
    assert {fields[f"component:{one}"] for one in ("api", "search", "docs")} == {"as-is"}
    ada.send(NEW, title="Slow", body="You wait.", **{"component:api": "degraded_performance"})
    address = f"/admin{incidents.newest(1)[0].path}"
    page = ada.get(address)
    assert page.fields()["component:api"] == "as-is"  # it stays slow
    assert page.tree.xpath("//input[@name='component:api']/@value")[0] == "operational"
    ada.send(address, body="It is well.", status="monitoring", **{"component:api": "operational"})
    assert set(incidents.newest(1)[0].declared.values()) <= {ComponentState.OPERATIONAL}


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"posted_at": "yesterday"}, "posted_at"),
        ({"impact_from": "2026-03-29T01:30"}, "impact_from"),  # clocks go forward in London
        ({"next_update": "at"}, "next_at"),
        ({"next_update": "at", "next_at": "soon"}, "next_at"),
        ({"status": "fine"}, "status"),
        ({"status": "completed"}, "status"),
        ({"component:api": "on fire"}, "component:api"),
        ({"component:nothing": "major_outage"}, "components"),
        ({"impact": "huge"}, "impact"),
    ],
)
def test_incident_form_refuses_what_it_cannot_read(
    ada: Browser, words: dict[str, str], field: str
) -> None:
    answer = ada.send(NEW, title="Slow", body="We look.", **words)
    assert answer.code == 422
    assert f"#field-{field}" in answer.tree.xpath("//*[@id='faults']//a/@href")


def test_update_form_posts_the_next_word(desk: Browser, address: str) -> None:
    words = {"body": "A fix is in place.", "status": "monitoring", "component:api": "operational"}
    page = desk.follow(desk.send(address, **words, next_update="60"))
    incident = the_only_one()
    assert incident.status is Status.MONITORING
    assert incident.owner == "Ada"
    assert incident.declared["api"] is ComponentState.OPERATIONAL
    assert "A fix is in place." in page.words()


def test_update_form_offers_the_moves_there_are(desk: Browser, address: str) -> None:
    def offered() -> set[str]:
        return set(desk.get(address).tree.xpath("//input[@name='status']/@value"))

    live = {"investigating", "identified", "monitoring"}
    assert offered() == {*live, "resolved", "false_alarm"}
    desk.send(address, body="It is over.", status="resolved")
    assert offered() == {"investigating", ""}


def test_resolving_needs_no_promise_taken_back(desk: Browser, address: str) -> None:
    assert desk.get(address).fields()["next_update"] == "30"
    assert desk.send(address, body="It is over.", status="resolved").code == 303
    assert the_only_one().next_due is None


def test_illegal_move_is_refused_with_what_is_possible(desk: Browser, address: str) -> None:
    desk.send(address, body="It is over.", status="resolved")
    answer = desk.send(address, body="Look at this.", status="monitoring")
    assert answer.code == 409
    assert "Possible from here: investigating, postmortem." in answer.words()
    assert answer.fields()["body"].strip() == "Look at this."


def test_backdated_update_is_labelled(ada: Browser) -> None:
    with clock.standing_at(NOON):
        ada.send(NEW, title="Slow", body="We look.")
    address = f"/admin/incidents/{the_only_one().key}"
    with clock.standing_at(NOON + timedelta(hours=3)):
        ada.send(address, body="Found it.", status="identified", posted_at="2026-07-01T13:30")
        assert "Added afterwards" in ada.get(address).words()
    newest = the_only_one().updates[0]
    assert newest.at == NOON + timedelta(minutes=30)
    assert newest.next_due is None


def test_no_change_is_said_in_one_tap(ada: Browser) -> None:
    with clock.standing_at(NOON):
        ada.send(NEW, title="Slow", body="We look.", status="identified", next_update="15")
    with clock.standing_at(NOON + timedelta(minutes=14)):
        form = ada.get("/admin").fields(1)
        key = the_only_one().key
        assert ada.post(f"/admin/incidents/{key}", form | {"do": "no-change"}).code == 303
    newest = the_only_one().updates[0]
    assert newest.said == Said("update.still_working")
    assert newest.status is Status.IDENTIFIED
    assert newest.next_due == NOON + timedelta(minutes=29)


def test_words_written_before_no_change_was_pressed_stay(desk: Browser, address: str) -> None:
    page = desk.follow(desk.send(address, body="Half a sentence", do="no-change"))
    assert len(the_only_one().updates) == 2
    assert page.fields()["body"].strip() == "Half a sentence"
    assert "not published yet" in page.words()


@pytest.mark.parametrize("do", ["", "delete", "Publish", "publish:now"])
def test_button_that_no_form_has_publishes_nothing(desk: Browser, address: str, do: str) -> None:
    for path, words in ((address, {}), (NEW, {"title": "Forged"})):
        page = desk.send(path, body="Forged words", do=do, **words)
        assert page.code == 400
        assert "no such button" in page.words()
        assert page.fields()["body"].strip() == "Forged words"
    assert "Forged" not in desk.get("/history").words()
    assert desk.send(NEW, title="Real", body="Real words", do="no-change").code == 400


def test_no_change_is_not_offered_for_what_is_over(desk: Browser, address: str) -> None:
    desk.send(address, body="It is over.", status="resolved")
    assert "No change" not in desk.get(address).words()
    assert "No change" not in desk.get("/admin").words()


def test_desk_lists_the_gravest_first_then_what_is_late(ada: Browser) -> None:
    slow, down = {"component:docs": "degraded_performance"}, {"component:api": "major_outage"}
    with clock.standing_at(NOON):
        ada.send(NEW, title="Slow", body="We look.", next_update="60", **slow)
        ada.send(NEW, title="Down", body="We look.", next_update="none", **down)
        ada.send(NEW, title="Slow and late", body="We look.", next_update="15", **slow)
    with clock.standing_at(NOON + timedelta(minutes=17)):
        page = ada.get("/admin")
    titles = page.tree.xpath("//section[@aria-labelledby='open']//h3//bdi/text()")
    assert titles == ["Down", "Slow and late", "Slow"]
    [going_on] = page.tree.xpath("//section[@aria-labelledby='open']")
    assert going_on.text_content().count("is late") == 1


def test_desk_shows_faults_of_files(ada: Browser, store: Path) -> None:
    (store / "content" / "changelog").mkdir()
    (store / "content" / "changelog" / "broken.md").write_text("no front matter", "utf-8")
    sync(store / "config.toml", {})
    assert "content/changelog/broken.md" in ada.get("/admin").words()


def test_unknown_incident_is_not_found(ada: Browser) -> None:
    answer = ada.get("/admin/incidents/zzzzzzzzzz")
    assert answer.code == 404
    assert "There is no incident" in answer.words()


def test_preview_shows_the_word_and_publishes_nothing(ada: Browser) -> None:
    page = ada.send(
        NEW, title="Slow", body="We *look*.", do="preview", **{"component:api": "major_outage"}
    )
    shown = page.tree.get_element_by_id("preview")
    assert shown.xpath(".//em/text()") == ["look"]
    assert "major outage" in shown.text_content()
    assert page.fields()["body"].strip() == "We *look*."
    assert incidents.newest(10) == []
    assert "Slow" not in ada.get("/").words()


def test_preview_of_an_update_is_what_is_published(desk: Browser, address: str) -> None:
    words = {"body": "A **fix** is in.", "status": "monitoring", "component:api": "operational"}
    fields = desk.get(address).fields() | words

    preview = desk.post(address, fields | {"do": "preview"})
    desk.post(address, fields)
    public = desk.get(f"/incidents/{the_only_one().key}")
    for part in ("div[contains(@class,'words')]", "ul[contains(@class,'moves')]/li"):
        shown = texts(preview, f"//*[@id='preview']//{part}")
        assert shown
        assert shown == texts(public, f"(//article[contains(@class,'update')])[1]//{part}")


def texts(page: Page, path: str) -> list[str]:
    """The words of some elements, white space folded."""
    return [" ".join(element.text_content().split()) for element in page.tree.xpath(path)]


def test_live_preview_is_the_fragment_alone(ada: Browser) -> None:
    fields = ada.get(NEW).fields() | {"title": "Slow", "body": "We look.", "do": "preview"}
    fragment = ada.post(NEW, fields, headers={"X-Live-Preview": "1"})
    assert "We look." in fragment.text
    assert "<form" not in fragment.text
    early = ada.post(NEW, fields | {"body": ""}, headers={"X-Live-Preview": "1"})
    assert "Before it can be shown" in early.text
    assert incidents.newest(10) == []


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> ]]> {{7*7}}"


def test_hostile_text_is_escaped_wherever_it_comes_back(
    ada: Browser, signed_in: Callable[..., Browser]
) -> None:
    faulty = ada.send(NEW, title=HOSTILE, body="", owner=HOSTILE, status=HOSTILE)
    words = {"title": HOSTILE.replace("{{7*7}}", ""), "owner": HOSTILE, "body": HOSTILE}
    preview = ada.send(NEW, **words, do="preview")
    published = ada.follow(ada.send(NEW, **words))
    for page in (faulty, preview, published, ada.get("/admin")):
        assert page.tree.xpath("//script[not(@src)] | //img | //*[@onerror]") == []
        assert "<script>alert" not in page.text
    assert faulty.fields()["title"] == HOSTILE
    assert signed_in("bob").get("/admin").code == 200


def test_form_over_the_limit_is_answered_with_advice(ada: Browser) -> None:
    answer = ada.post(NEW, {"body": "x" * (1024 * 1024 + 1)})
    assert answer.code == 413
    assert "your words are still there" in answer.words()
