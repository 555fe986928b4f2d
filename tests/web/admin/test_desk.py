"""Error budgets on the desk: calm while nothing burns, and never on a public page."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.domain.vocabulary.states import ComponentState
from tests.web.conftest import Browser


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
