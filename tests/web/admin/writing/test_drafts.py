"""Drafts on the desk: staff see what the checks found first, and decide with one press."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.incidents.automatic import follow
from statuspage.actions.measurements.results import record_samples
from statuspage.domain.desk.staff import Role
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import Cadence, ProbeState, Sample
from statuspage.domain.vocabulary.states import Status
from statuspage.store import db
from statuspage.store.incidents import alarms, incidents
from tests.helpers.sites import a_probe, add_to_config
from tests.web.conftest import Browser


@pytest.fixture
def draft(store: Path) -> str:
    """The key of a draft about the API."""
    add_to_config(store, a_probe(on_failure="draft"))
    minute, now = timedelta(minutes=1), clock.now()
    watched = Watched("api-http", "api", Cadence(minute, 2))
    failed = [Sample(now - back * minute, ProbeState.DOWN) for back in (2, 1, 0)]
    record_samples([(watched, one) for one in failed])
    follow()
    with db.snapshot():
        [found] = alarms.drafts()
    return found.key


def press(browser: Browser, draft: str, verb: str) -> str:
    desk = browser.get("/admin")
    [form] = [form for form in desk.tree.forms if draft in (form.action or "")]
    page = browser.post(f"/admin/drafts/{draft}/{verb}", dict(form.form_values()))
    assert page.code == 303, page.words()
    return str(page.headers["Location"])


def test_desk_shows_drafts_before_what_goes_on(draft: str, ada: Browser) -> None:
    headings = [heading.text for heading in ada.get("/admin").tree.iter("h2")]
    assert headings[:3] == ["Our checks see trouble", "Going on", "Planned work to come"]


def test_publish_makes_an_incident_and_leads_to_its_form(draft: str, ada: Browser) -> None:
    address = press(ada, draft, "publish")
    [incident] = incidents.newest(5)
    assert address == f"/admin{incident.path}"
    assert incident.status is Status.INVESTIGATING
    assert "Our checks see trouble" not in ada.get("/admin").words()


def test_discard_takes_it_off_the_desk_and_publishes_nothing(draft: str, ada: Browser) -> None:
    assert press(ada, draft, "discard") == "/admin"
    assert incidents.newest(5) == []
    assert "Our checks see trouble" not in ada.get("/admin").words()


def test_second_press_is_told_that_it_was_decided(draft: str, ada: Browser) -> None:
    desk = ada.get("/admin")
    [form] = [form for form in desk.tree.forms if draft in (form.action or "")]
    fields = dict(form.form_values())
    ada.post(f"/admin/drafts/{draft}/publish", fields)
    again = ada.post(f"/admin/drafts/{draft}/discard", fields)
    assert again.code == 409
    assert "already decided on this draft" in again.words()
    assert len(incidents.newest(5)) == 1


def test_viewer_sees_a_draft_and_has_no_buttons(
    draft: str, signed_in: Callable[..., Browser]
) -> None:
    viewer = signed_in("vera", Role.VIEWER)
    desk = viewer.get("/admin")
    assert "Our checks see trouble" in desk.words()
    assert not [form for form in desk.tree.forms if draft in (form.action or "")]
    token = desk.fields()["csrf_token"]
    assert viewer.post(f"/admin/drafts/{draft}/publish", {"csrf_token": token}).code == 403


def test_draft_that_does_not_exist_is_not_found(ada: Browser) -> None:
    token = ada.get("/admin").fields()["csrf_token"]
    assert ada.post("/admin/drafts/nothing/discard", {"csrf_token": token}).code == 404


def test_press_from_elsewhere_does_nothing(draft: str, ada: Browser) -> None:
    assert ada.post(f"/admin/drafts/{draft}/publish", {}).code == 400
    assert incidents.newest(5) == []
