"""What may be said of a figure: since when it was promised, and how much of the time is known."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from statuspage import clock
from statuspage.actions.freezing import Closed, freeze, reviews
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.amend import amend_incident, amend_update
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.measurements.results import record_samples
from statuspage.actions.sync import sync
from statuspage.domain.incidents.edit import heading_of, wording_of
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import Cadence, ProbeState, Sample
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.store import db
from statuspage.store.incidents import incidents
from tests.helpers.pages import rendered, words_of
from tests.helpers.sites import CONFIG, a_probe, add_to_config, an_sla, change_config

ADA = Actor("ada")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BEGUN = datetime(2026, 7, 11, tzinfo=UTC)
OUTAGE = datetime(2026, 8, 10, 12, tzinfo=UTC)
AFTER = datetime(2026, 9, 10, tzinfo=UTC)
MAJOR, PARTIAL = ComponentState.MAJOR_OUTAGE, ComponentState.PARTIAL_OUTAGE
TIERS = [{"below": "99.9%", "credit": "10%"}, {"below": "99.0%", "credit": "25%"}]


@pytest.fixture(autouse=True)
def site(site_folder: Path) -> Iterator[Path]:
    """A site that began on 11 July 2026, with promises by what is reported."""
    config = site_folder / "config.toml"
    config.write_text(CONFIG.replace('since = "2000-01-01"\n', ""), "utf-8")
    db.open_store(site_folder / "var" / "statuspage.db", create=True)
    db.migrate()
    with clock.standing_at(BEGUN):
        sync(config, {})
        both = {"components": ["api", "search"], "source": "incidents"}
        add_to_config(site_folder, promise("mean", combine="mean", **both))
    yield site_folder
    db.close_store()


def promise(name: str, **keys: Any) -> str:
    """A promise that nobody says to be older than its first day here."""
    return an_sla(name, "availability", **keys).replace('since = "2000-01-01"\n', "")


def figure(period: str, sla: str = "api-availability", now: datetime = AFTER) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(rendered(f"/sla/{sla}/{period}.json", now).body)
    return found


def page(period: str, sla: str = "api-availability", now: datetime = AFTER) -> str:
    found = rendered(f"/sla/{sla}/{period}", now)
    return words_of(replace(found, body=found.body.replace(b"</dt>", b" </dt>")))


def outage(
    start: datetime = OUTAGE, hours: int = 1, state: ComponentState = MAJOR, name: str = "api"
) -> str:
    """An incident that was told while it went on; gives its key."""
    with clock.standing_at(start):
        key = open_incident("Down", NewUpdate("It is down.", components={name: state}), ADA).key
    with clock.standing_at(start + hours * HOUR):
        post_update(key, NewUpdate("It is over.", Status.RESOLVED), ADA)
    return key


def old_incident() -> None:
    """What an import brings: a trifle of years ago."""
    with clock.standing_at(BEGUN + HOUR):
        at = datetime(2024, 3, 5, tzinfo=UTC)
        word = NewUpdate(
            "It was slow.",
            Status.RESOLVED,
            components={"api": PARTIAL},
            posted_at=at + HOUR,
            impact_from=at,
            impact_until=at + HOUR,
        )
        open_incident("Slow", word, ADA)


def test_period_before_a_promise_has_its_figure_for_information_alone() -> None:
    old_incident()
    found = figure("2024-03")
    assert found["verdict"] == "not_promised"
    assert (found["budget"], found["credit"], found["credit_if_unknown_was_bad"]) == (None,) * 3
    assert found["unknown"] == found["total"] - found["bad"] - found["good"] > 0
    words = page("2024-03")
    assert "Not promised then" in words
    assert "For information: this promise was not made yet." in words
    assert "left of" not in words


def test_period_in_which_a_promise_began_is_judged_with_what_came_before_unknown() -> None:
    found = figure("2026-07")
    assert found["verdict"] == "insufficient_data"
    assert found["unknown"] == (BEGUN - datetime(2026, 6, 30, 23, tzinfo=UTC)) // timedelta(
        seconds=1
    )
    assert figure("2026-08")["verdict"] == "met"


def test_since_that_is_stated_makes_periods_judged_and_says_when_it_was_entered(
    site: Path,
) -> None:
    old_incident()
    with clock.standing_at(OUTAGE):
        change_config(site, 'target = "99.9%"\n', 'target = "99.9%"\nsince = "2024-02-10"\n')
        change_config(site, 'name = "API"\n', 'name = "API"\nincidents_since = "2024-01-01"\n')
    assert figure("2024-01")["verdict"] == "not_promised"
    found = figure("2024-03")
    assert (found["verdict"], found["since_stated"], found["unknown"]) == ("met", True, 0)
    assert (
        "We promised this from 10 February 2024 on, before this page existed; we stated that "
        "afterwards, on 10 August 2026." in page("2024-03")
    )
    assert not figure("2026-08")["since_stated"]


def test_day_before_incidents_were_told_is_unknown_on_pages_of_what_nothing_watches(
    site: Path,
) -> None:
    old_incident()
    now = BEGUN + 2 * DAY
    told = words_of(rendered("/components/api", now))
    assert "Listed since" in told
    assert "Days appear here as they pass." in told
    assert "measured" not in told.partition("What we promise")[0]
    with clock.standing_at(now):
        change_config(site, 'name = "API"\n', 'name = "API"\nincidents_since = "2026-01-01"\n')
    told = words_of(rendered("/components/api", now))
    assert "No outage reported" in told
    assert "Its history since 1 January 2026 is complete, as stated by us." in told


def test_statement_since_when_incidents_are_told_makes_a_revision(site: Path) -> None:
    with clock.standing_at(AFTER):
        freeze(Closed("api-availability", "2026-07"))
        freeze(Closed("api-availability", "2026-08"))
        change_config(site, 'name = "API"\n', 'name = "API"\nincidents_since = "2026-01-01"\n')
        waiting = reviews()
        assert waiting == [Closed("api-availability", "2026-07")]
        assert freeze(waiting[0]) == 2
    found = figure("2026-07", now=AFTER + HOUR)
    assert (found["unknown"], found["verdict"]) == (0, "met")
    assert (
        "1 statement of 10 September 2026 about since when incidents are told here"
        in found["reason"]
    )


def test_reported_figure_is_never_called_measured() -> None:
    words = page("2026-08").partition("How it is counted")[0]
    assert "Counted from incidents, as reported by us, not measured." in words
    assert figure("2026-08")["reported"] is True
    outage(BEGUN + DAY, state=PARTIAL)
    assert f"not enough data: {figure('2026-07')['coverage'].rstrip('0')}% known" in page("2026-07")


def test_weighted_figure_has_beside_it_what_it_is_unweighted() -> None:
    outage(state=PARTIAL, hours=10)
    found = figure("2026-08")
    assert (found["value"], found["unweighted"]) == ("99.59", "98.65")
    assert "Unweighted 98.65% if every impaired minute counts in full" in page("2026-08")


def test_mean_of_components_has_the_worst_beside_it() -> None:
    outage(hours=10)
    found = figure("2026-08", "mean")
    assert (found["value"], found["worst_child"]) == ("99.32", "98.65")
    assert "Worst component 98.65%" in page("2026-08", "mean")


def test_incident_that_was_made_milder_after_it_closed_is_told_beside_the_figure() -> None:
    key = outage(hours=10)
    assert figure("2026-08")["lowered"] == 0
    with clock.standing_at(OUTAGE + DAY), db.snapshot():
        first = incidents.by_key(key).updates[-1]
    with clock.standing_at(OUTAGE + DAY):
        milder = replace(wording_of(first), components={"api": PARTIAL})
        amend_update(key, first.key, milder, "It was less than we thought.", ADA)
    assert figure("2026-08")["lowered"] == 1
    assert "1 incident in this period was made milder after it had ended." in page("2026-08")


def test_impact_that_is_stated_shorter_than_measured_is_told_beside_the_figure(
    site: Path,
) -> None:
    with clock.standing_at(OUTAGE - DAY):
        add_to_config(site, a_probe(interval="1m"))
    watched = Watched("api-http", "api", Cadence(timedelta(minutes=1), 2))
    minutes = [OUTAGE + minute * timedelta(minutes=1) for minute in range(-60, 240)]
    with clock.standing_at(OUTAGE + 4 * HOUR):
        record_samples(
            (
                watched,
                Sample(at, ProbeState.DOWN if OUTAGE <= at < OUTAGE + HOUR else ProbeState.UP),
            )
            for at in minutes
        )
    key = outage()
    assert figure("2026-08")["shortened"] == 0
    with clock.standing_at(OUTAGE + DAY), db.snapshot():
        heading = heading_of(incidents.by_key(key), impact_is_stated=True)
    with clock.standing_at(OUTAGE + DAY):
        amend_incident(
            key,
            replace(heading, impact_from=OUTAGE, impact_until=OUTAGE + HOUR / 4),
            "Shorter.",
            ADA,
        )
    assert figure("2026-08")["shortened"] == 1
    assert (
        "For 1 incident in this period we state a shorter impact than our checks measured."
        in page("2026-08")
    )


def test_silent_check_is_named_beside_the_figure(site: Path) -> None:
    with clock.standing_at(OUTAGE - DAY):
        add_to_config(
            site, a_probe(), a_probe("mute"), promise("seen", components=["api"], target="99%")
        )
    watched = Watched("api-http", "api", Cadence(timedelta(minutes=1), 2))
    with clock.standing_at(OUTAGE + HOUR):
        record_samples(
            (watched, Sample(OUTAGE + minute * timedelta(minutes=1), ProbeState.UP))
            for minute in range(60)
        )
    found = figure("2026-08", "seen")
    assert (found["probes"], found["silent_probes"]) == (2, ["mute"])
    words = page("2026-08", "seen")
    assert "1 of 2 checks is silent: mute. What only it could see is unknown." in words
    assert "Could go unnoticed an outage shorter than 2 min" in words


def test_times_on_the_page_of_a_period_are_in_the_zone_of_its_promise(site: Path) -> None:
    with clock.standing_at(OUTAGE - DAY):
        apia = promise("apia", components=["api"], source="incidents", timezone="Pacific/Apia")
        add_to_config(site, apia)
    outage(datetime(2026, 8, 31, 10, tzinfo=UTC))  # 23:00 of that day in Apia
    outage(datetime(2026, 8, 31, 12, tzinfo=UTC))  # 01:00 of the first of September there
    words = page("2026-08", "apia")
    assert "31 August 2026, 23:00 UTC+13 to 1 September 2026, 00:00 UTC+13" in words
    assert "31 August 2026, 13:00" not in words
    assert "Times on this page are in the zone Pacific/Apia" in words
    assert "Times are in Pacific/Apia." in words
    following = page("2026-09", "apia")
    assert "1 September 2026, 01:00 to 02:00 UTC+13" in following
    assert "Times are in Europe/London." in words_of(rendered("/sla/apia", AFTER))


def test_bounds_of_a_running_period_say_of_which_time_they_are_a_share() -> None:
    outage(hours=2)
    now = OUTAGE + 5 * DAY
    words = page("2026-08", now=now)
    assert "At best 99.73% of the whole month, if nothing more fails" in words
    with clock.standing_at(now):
        july = page("2026-07", now=BEGUN + 5 * DAY)
    assert "of the time so far, if all that is unknown was bad" in july


def test_share_of_a_component_is_told_unweighted_too() -> None:
    outage(state=PARTIAL, hours=10)
    words = words_of(rendered("/components/api", AFTER))
    assert "99.79% 68% known" in words
    assert "99.31% if every impaired minute counts in full" in words
    told = json.loads(rendered("/api/v1/components/api", AFTER).body)
    assert told["uptime_unweighted"] == "99.31"
    assert json.loads(rendered("/api/v1/components/docs", AFTER).body)["uptime_unweighted"] is None
