"""The front page of the desk: what goes on, what is late, what burns, and what is broken."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.sync import sync
from statuspage.domain.vocabulary.states import ComponentState
from tests.web.conftest import Browser

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
NEW = "/admin/incidents/new"


def test_desk_is_calm_while_no_budget_burns(ada: Browser) -> None:
    assert "No budget is burning too fast." in ada.get("/admin").words()


def test_desk_names_the_budget_that_burns_and_the_public_pages_do_not(
    store: Path, ada: Browser
) -> None:
    word = NewUpdate(
        "Look.",
        components={"api": ComponentState.MAJOR_OUTAGE},
        impact_from=clock.now() - timedelta(hours=2),
    )
    open_incident("Down", word, Actor("ada"))
    shown = ada.get("/admin").words()
    assert "API availability is burning 1000 times faster than its budget allows" in shown
    assert "over the last 1 h, and 1000 times over the last 5 min" in shown
    for path in ("/", "/sla", "/sla/api-availability"):
        assert "burn" not in ada.get(path).words()


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
