"""Alerts of other systems at the desk: what fires, what became of it, and what no rule takes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.incidents.alerts import take_alerts
from statuspage.actions.incidents.automatic import follow
from statuspage.health.doctor.alerts import unheeded
from statuspage.health.doctor.site import Examined
from statuspage.health.health import Condition
from statuspage.site.api.alerts import FORMATS
from tests.helpers.alerts import alertmanager, generic
from tests.helpers.sites import a_table, add_to_config
from tests.web.conftest import Browser

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
PATH = "/admin/alerts"
RULES = (
    a_table("alerts", id="quiet", match=["alertname = Watchdog"], on_alert="nothing"),
    a_table("alerts", id="down", match=["alertname = ApiDown"], components=["api"]),
    a_table("alerts", id="named", match=["severity = page"], component_label="component"),
)


@pytest.fixture
def said(store: Path) -> None:
    """One alert of each fate, at noon."""
    add_to_config(store, *RULES)
    for sender, body in (
        ("alertmanager", alertmanager("Watchdog", "ApiDown", "Strange", truncated=12)),
        ("generic", generic(severity="page", component="unheard-of", body="See <b>here</b>")),
    ):
        form = FORMATS[sender]
        with clock.standing_at(NOON):
            take_alerts(sender, form.read(form.body.model_validate(body)))
            follow()


@pytest.mark.usefixtures("said")
def test_each_alert_stands_with_what_became_of_it(ada: Browser) -> None:
    with clock.standing_at(NOON):
        page = ada.get(PATH)
        shown = page.words()
        desk = ada.get("/admin").words()
        assert "4 alerts of other systems are firing, 2 of them without effect" in desk
        assert "API since 12:58" in desk
        assert "By the rule down, from alerts of other systems." in desk
    for words in (
        "Nothing is to follow from it, says the rule quiet .",
        "A draft waits for you, by the rule down .",
        "The rule named takes it, but it names no component of this site.",
        "No rule takes it, so nothing follows from it.",
        "12 further alerts of its group were left out by the sender.",
    ):
        assert words in shown.replace("quiet.", "quiet .").replace("down.", "down ."), words
    assert shown.index("No rule takes it") < shown.index("A draft waits")
    assert "<b>here" not in page.text


@pytest.mark.usefixtures("said")
def test_alert_whose_end_never_came_is_taken_as_over_once(ada: Browser) -> None:
    with clock.standing_at(NOON):
        fields = ada.get(PATH).fields(2)
        answers = [ada.post(PATH, fields) for _ in range(2)]
        assert [one.code for one in answers] == [303, 404]
        assert "it names no component" not in ada.get(PATH).words().partition("Over, in")[0]


@pytest.mark.usefixtures("said")
def test_doctor_names_what_nothing_follows_from(store: Path) -> None:
    found = list(unheeded(Examined(store / "config.toml", {}, None)))
    assert [one.condition for one in found] == [Condition.LATE, Condition.LATE]
    assert "takes: Strange" in str(found[1].text)
