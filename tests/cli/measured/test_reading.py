"""`sla show` says in words what the page of a period says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.measurements.results import record_samples
from statuspage.cli import main
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import Cadence, ProbeState, Sample
from statuspage.domain.vocabulary.states import ComponentState, Status
from tests.helpers.sites import a_probe, add_to_config, an_sla, change_config

MINUTE = timedelta(minutes=1)
START = datetime(2026, 8, 1, tzinfo=UTC)
NOW = datetime(2026, 8, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def site(store: Path) -> None:
    tiers = '\ncredits = [ { below = "95%", credit = "10%" } ]\n'
    with clock.standing_at(START - timedelta(days=60)):
        both = an_sla("both", "availability", components=["api", "search"], combine="mean")
        add_to_config(store, a_probe(), a_probe("mute"), a_probe("s", "search"), both + tiers)
        add_to_config(store, an_sla("told", "availability", components=["api"], source="incidents"))
        change_config(store, 'name = "API"\n', 'name = "API"\nincidents_since = "2026-01-01"\n')


def show(store: Path, sla: str) -> str:
    words = ["--config", str(store / "config.toml"), "sla", "show", sla, "--period", "2026-08"]
    with clock.standing_at(NOW):
        result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_what_checks_can_miss_and_which_are_silent_is_said(store: Path) -> None:
    watched = Watched("api-http", "api", Cadence(MINUTE, 2))
    with clock.standing_at(NOW):
        record_samples(
            (watched, Sample(START + n * MINUTE, ProbeState.DOWN if n == 5 else ProbeState.UP))
            for n in range(60)
        )
    said = show(store, "both")
    assert "an outage shorter than 2 min can go unseen" in said
    assert "1 failure or slow answer was not confirmed; its time is unknown" in said
    assert "2 of 3 checks are silent: mute, s" in said
    assert "not decided, because too little is known, and 10% if all that is unknown" in said


def test_what_is_reported_is_not_called_measured_and_stands_unweighted_too(store: Path) -> None:
    with clock.standing_at(START + timedelta(hours=1)):
        word = NewUpdate(
            "It was slow.",
            Status.RESOLVED,
            components={"api": ComponentState.PARTIAL_OUTAGE},
            impact_from=START,
            impact_until=START + timedelta(hours=1),
        )
        open_incident("Slow", word, Actor("ada"))
    said = show(store, "told")
    assert "reported by us, not measured" in said
    assert "99.78% if every impaired minute counts in full" in said
    assert "target 95%\n" in said
