"""Measured availability on the page: states, gaps, bars and figures from probe results."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.measurements.results import record_samples
from statuspage.actions.sync import sync
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import Cadence, ProbeState, Sample
from statuspage.domain.promises.figure import Figure, Verdict
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.domain.vocabulary.window import parse_period
from statuspage.figures.measure import measure, zone_of
from statuspage.render.views import ComponentView
from statuspage.site.catalogue import present
from statuspage.site.measured.components import views
from statuspage.store import db
from statuspage.store.incidents import incidents
from statuspage.store.library import LIBRARY
from statuspage.store.measured import slas
from statuspage.store.published import components
from statuspage.store.settings import current_settings
from tests.helpers.pages import rendered
from tests.helpers.sites import a_probe, add_to_config, an_sla

MINUTE = timedelta(minutes=1)
START = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
WATCHED = Watched("api-http", "api", Cadence(MINUTE, 2))
UP, DOWN = ProbeState.UP, ProbeState.DOWN


@pytest.fixture(params=["probes"])
def source(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(autouse=True)
def site(store: Path, source: str) -> None:
    promise = an_sla(
        "api-measured",
        "availability",
        components=["api"],
        source=source,
        target="99.9%",
        window="month",
    )
    add_to_config(store, a_probe(), promise)


def record(states: dict[int, ProbeState]) -> None:
    samples = [
        (WATCHED, Sample(START + minute * MINUTE, state)) for minute, state in states.items()
    ]
    with clock.standing_at(START + max(states) * MINUTE):
        record_samples(samples)


def view(minute: float) -> ComponentView:
    with clock.standing_at(START + minute * MINUTE), db.snapshot():
        chosen = [c for c in components.listed() if c.id == "api"]
        return views(present(), chosen, incidents.open_ones())[0]


def figure(name: str, now: datetime) -> Figure:
    with db.snapshot():
        versions = slas.versions("api-measured")
        settings = current_settings()
        zone = zone_of(versions[0].promised, settings.site.timezone)
        return measure(LIBRARY, versions, parse_period(name, zone, now), now)


def test_confirmed_failure_is_the_state_of_the_component_though_nobody_declared_it() -> None:
    record({0: UP, 1: UP, 2: DOWN, 3: DOWN})
    found = view(3.5)
    assert found.measured is ComponentState.MAJOR_OUTAGE
    assert found.declared is ComponentState.OPERATIONAL
    assert found.state is ComponentState.MAJOR_OUTAGE


def test_declared_state_that_is_worse_than_the_measured_one_counts() -> None:
    record({0: UP, 1: UP})
    with clock.standing_at(START + MINUTE):
        partial = {"api": ComponentState.PARTIAL_OUTAGE}
        open_incident("Errors", NewUpdate("We are looking.", components=partial), Actor("ada"))
    found = view(1.5)
    assert found.measured is ComponentState.OPERATIONAL
    assert found.state is ComponentState.PARTIAL_OUTAGE


def test_silence_is_unknown_not_down() -> None:
    record({0: UP, 1: UP})
    found = view(10)
    assert found.is_watched
    assert found.measured is None
    assert found.state is ComponentState.OPERATIONAL


def test_days_before_monitoring_began_are_not_measured() -> None:
    record(dict.fromkeys(range(120), UP))
    found = view(120)
    assert [day.level for day in found.days[:-1]] == ["none"] * 89
    assert found.days[-1].level == "ok"
    assert found.uptime is not None
    assert str(found.uptime.figure.words).startswith("hardly measured so far")


def test_figure_counts_measured_time_and_the_rest_of_the_month_is_unknown() -> None:
    record(dict.fromkeys(range(60), UP) | {30: DOWN, 31: DOWN})
    found = figure("2026-07", datetime(2026, 8, 10, tzinfo=UTC))
    assert (found.counts.good, found.counts.bad) == (59 * 60 + 30, 120)
    assert found.counts.total == 31 * 86_400
    assert found.verdict is Verdict.INSUFFICIENT_DATA
    assert found.coverage == "0.13"


@pytest.mark.parametrize("source", ["worst_of_both"], indirect=True)
def test_worst_of_both_counts_an_incident_that_no_check_saw() -> None:
    record(dict.fromkeys(range(60), UP))
    with clock.standing_at(START + 60 * MINUTE):
        major = {"api": ComponentState.MAJOR_OUTAGE}
        word = NewUpdate("It was down.", components=major, impact_from=START + 10 * MINUTE)
        open_incident("Down", word, Actor("ada"))
    found = figure("2026-07", START + 60 * MINUTE)
    assert found.counts.bad == 50 * 60
    assert found.counts.good == 10 * 60


def settings_at(store: Path, minute: int, keys: str) -> None:
    """Set more keys of the probe from a minute on."""
    config = store / "config.toml"
    plain = config.read_text("utf-8").replace("quorum = 1\n", "").replace("quorum = 2\n", "")
    probe = 'url = "https://api.acme.example/health"\n'
    config.write_text(plain.replace(probe, probe + keys), "utf-8")
    with clock.standing_at(START + minute * MINUTE):
        sync(config, {})


def test_changed_quorum_counts_from_then_on(store: Path) -> None:
    settings_at(store, 0, "quorum = 1\n")
    record(dict.fromkeys(range(10), UP))
    settings_at(store, 5, "quorum = 2\n")
    assert [gap.start for gap in view(10).unknown][-1] == START + 5 * MINUTE
    settings_at(store, 8, "quorum = 1\n")
    gaps = [(gap.start, gap.end) for gap in view(10).unknown]
    assert gaps[-1] == (START + 5 * MINUTE, START + 8 * MINUTE)


def test_probe_that_is_gone_is_judged_by_what_it_was(store: Path) -> None:
    settings_at(store, 0, "quorum = 2\n")
    record(dict.fromkeys(range(10), UP))
    config = store / "config.toml"
    config.write_text(config.read_text("utf-8").split("[[probes]]")[0], "utf-8")
    sync(config, {})
    assert view(9).measured is None


def test_new_location_changes_nothing_of_the_time_before_it() -> None:
    record(dict.fromkeys(range(5), UP))
    before = view(5).unknown
    elsewhere = [(WATCHED, Sample(START + 5 * MINUTE, UP, location=name)) for name in ("eu", "us")]
    with clock.standing_at(START + 5 * MINUTE):
        record_samples(elsewhere)
    assert view(5).unknown == before


def test_changed_definition_of_a_probe_is_published_where_it_counts(store: Path) -> None:
    record({0: UP})
    settings_at(store, 10, "quorum = 2\n")
    for path in ("/components/api", "/sla/api-measured"):
        with clock.standing_at(START + 12 * MINUTE), db.snapshot():
            text = rendered(path).body.decode()
        assert "at least 2 locations must report" in text
        assert "before that" in text


def test_configured_probe_that_never_reported_is_unknown_from_then_on(store: Path) -> None:
    record(dict.fromkeys(range(20), UP))
    with clock.standing_at(START + 12 * MINUTE):
        add_to_config(store, a_probe("silent"))
    assert [(gap.start, gap.end) for gap in view(20).unknown][-1] == (
        START + 12 * MINUTE,
        START + 20 * MINUTE,
    )


def test_location_counts_for_the_quorum_while_named_or_heard_within_seven_days() -> None:
    for name in ("eu-1", "us-1"):
        samples = [(WATCHED, Sample(START + n * MINUTE, UP, location=name)) for n in range(3)]
        with clock.standing_at(START + 3 * MINUTE):
            record_samples(samples)
    renamed, week = START + timedelta(hours=1), timedelta(days=7)
    for start in (renamed, START + week, START + week + timedelta(hours=1)):
        samples = [(WATCHED, Sample(start + n * MINUTE, UP, location="eu-2")) for n in range(3)]
        with clock.standing_at(start + 3 * MINUTE):
            record_samples(samples)

    def is_known(at: datetime) -> bool:
        with clock.standing_at(at), db.snapshot():
            return view((at - START) / MINUTE).measured is not None

    assert is_known(START + 2 * MINUTE)
    assert not is_known(renamed + 2 * MINUTE)  # one of three that count
    assert not is_known(START + week + 2 * MINUTE)
    assert is_known(START + week + timedelta(hours=1) + 2 * MINUTE)


def test_failure_that_waits_for_its_confirmation_changes_nothing_of_the_present() -> None:
    record({0: UP, 1: UP, 2: DOWN})
    found = view(2.5)
    assert found.measured is ComponentState.OPERATIONAL
    assert found.unknown[-1].start == START + 2 * MINUTE
