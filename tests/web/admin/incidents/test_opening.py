"""The form that opens an incident: what it publishes, shows before, and refuses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from statuspage import clock
from statuspage.domain.vocabulary.states import ComponentState, Impact, Status
from statuspage.store.incidents import incidents
from tests.web.admin.incidents.test_updating import NEW, NOON, the_only_one
from tests.web.conftest import Browser


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
