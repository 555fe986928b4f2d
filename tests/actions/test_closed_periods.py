"""Which periods of a promise are published for good, whatever becomes of the promise."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.sync import sync
from statuspage.domain.desk.audit import Via
from statuspage.domain.promises.figure import Figure
from statuspage.errors import NotFound
from statuspage.site import catalogue
from statuspage.store import backup, db, restoring
from statuspage.store.measured import frozen
from statuspage.store.restoring import By
from tests.helpers.pages import rendered, words_of
from tests.helpers.periods import freeze_all, outage
from tests.helpers.sites import CONFIG, add_to_config, an_sla, change_config, open_site

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
JULY = datetime(2026, 7, 10, 12, 0, tzinfo=UTC)
AUGUST = datetime(2026, 8, 10, 12, 0, tzinfo=UTC)
OCTOBER = datetime(2026, 10, 10, 12, 0, tzinfo=UTC)
PROMISE = CONFIG[CONFIG.index("[[slas]]") :]


@pytest.fixture(autouse=True)
def site(site_folder: Path) -> Iterator[Path]:
    """A site with its promise since the first of July."""
    with clock.standing_at(JULY - 9 * DAY - 13 * HOUR):
        open_site(site_folder)
    yield site_folder
    db.close_store()


def published(sla: str = "api-availability") -> dict[str, Figure]:
    with db.snapshot():
        found = frozen.all_of(sla)
    return {one.figure.period.name: one.figure for one in found}


def withdraw(site: Path, at: datetime) -> None:
    with clock.standing_at(at):
        change_config(site, PROMISE, "")


def figure(path: str, now: datetime) -> dict[str, object]:
    found: dict[str, object] = json.loads(rendered(path, now).body)
    return found


def test_promise_that_is_withdrawn_is_judged_to_the_end_of_its_last_period(site: Path) -> None:
    outage(AUGUST, 10)
    withdraw(site, AUGUST + DAY)
    freeze_all(OCTOBER)
    found = published()
    assert sorted(found) == ["2026-07", "2026-08"]
    assert (found["2026-07"].verdict, found["2026-08"].verdict) == ("met", "missed")


def test_promise_withdrawn_before_its_month_is_frozen_keeps_that_month(site: Path) -> None:
    outage(JULY, 10)
    withdraw(site, datetime(2026, 8, 1, 12, tzinfo=UTC))
    freeze_all(OCTOBER)
    assert published()["2026-07"].verdict == "missed"


def test_withdrawn_promise_stays_on_the_list_with_its_last_verdict(site: Path) -> None:
    outage(AUGUST, 10)
    withdraw(site, AUGUST + DAY)
    freeze_all(OCTOBER)
    words = words_of(rendered("/sla", OCTOBER))
    assert "Promises we no longer make API availability" in words
    assert "Withdrawn on 11 August 2026. Last published: 98.65% in August 2026. Missed" in words
    page = words_of(rendered("/sla/api-availability/2026-08", OCTOBER))
    assert "This promise was withdrawn on 11 August 2026." in page


def test_addresses_of_a_withdrawn_promise_stay_readable_for_years(site: Path) -> None:
    withdraw(site, AUGUST)
    freeze_all(OCTOBER)
    later = OCTOBER + 5 * 365 * DAY
    with clock.standing_at(later):
        listed = {found.path for found in catalogue.all_pages()}
    for ending in ("", ".json", ".csv"):
        for period in ("2026-07", "2026-08"):
            address = f"/sla/api-availability/{period}{ending}"
            assert address in listed
            assert rendered(address, later).body
    assert "/sla/api-availability" in listed
    assert "In August 2026" in words_of(rendered("/sla/api-availability", later))
    assert figure("/api/v1/slas/api-availability", later)["withdrawn"] is True
    assert figure("/api/v1/slas/api-availability/periods/2026-08", later)["verdict"] == "met"


def test_no_figure_is_given_of_time_after_a_promise_was_withdrawn(site: Path) -> None:
    withdraw(site, AUGUST)
    freeze_all(OCTOBER)
    for path in ("/sla/api-availability/2026-09", "/api/v1/slas/api-availability/periods/2026-09"):
        with pytest.raises(NotFound):
            rendered(path, OCTOBER)


def test_promise_that_returns_under_another_name_hides_nothing(site: Path) -> None:
    outage(JULY, 10)
    with clock.standing_at(AUGUST):
        change_config(site, '"api-availability"', '"api"')
    freeze_all(OCTOBER)
    words = words_of(rendered("/sla", OCTOBER))
    assert "Last published: 100% in August 2026." in words
    assert published()["2026-07"].verdict == "missed"


def test_component_that_is_removed_keeps_its_page_and_figures(site: Path) -> None:
    outage(JULY, 10)
    with clock.standing_at(AUGUST):
        config = site / "config.toml"
        config.write_text(
            config.read_text("utf-8")
            .replace(PROMISE, "")
            .replace('id = "api"\nname = "API"', 'id = "new"\nname = "New"'),
            "utf-8",
        )
        sync(config, {})
    freeze_all(OCTOBER)
    assert "Not listed any more since 10 August 2026" in words_of(
        rendered("/components/api", OCTOBER)
    )
    assert figure("/sla/api-availability/2026-07.json", OCTOBER)["verdict"] == "missed"
    assert "API" in words_of(rendered("/sla/api-availability/2026-07", OCTOBER))
    for ending in ("rss", "atom", "json"):
        assert b"Down" in rendered(f"/components/api.{ending}", OCTOBER).body


def test_month_that_ran_when_the_window_changed_is_published_as_a_month(site: Path) -> None:
    outage(JULY, 10)
    with clock.standing_at(JULY + DAY):
        change_config(site, 'window = "month"', 'window = "week"')
    freeze_all(AUGUST)
    found = published()
    assert found["2026-07"].verdict == "missed"
    # The week in which the change fell began under the months.
    assert sorted(found) == ["2026-07", "2026-W29", "2026-W30", "2026-W31"]
    listed = words_of(rendered("/sla/api-availability", AUGUST))
    assert "July 2026" in listed
    assert "Week 30 of 2026" in listed


def test_frozen_month_keeps_its_time_when_the_zone_changes(site: Path) -> None:
    freeze_all(AUGUST)
    before = figure("/sla/api-availability/2026-07.json", AUGUST + DAY)
    with clock.standing_at(AUGUST + 2 * DAY):
        change_config(site, 'timezone = "Europe/London"', 'timezone = "Asia/Tokyo"')
    assert figure("/sla/api-availability/2026-07.json", AUGUST + 3 * DAY) == before
    outage(datetime(2026, 7, 31, 20, 0, tzinfo=UTC), 10)  # seven hours of it in August, in London
    freeze_all(AUGUST + 4 * DAY)
    found = published()["2026-07"]
    assert (found.revision, found.counts.bad) == (2, 3 * 3600)


@pytest.mark.sqlite("restored over what is there")
def test_restored_store_has_its_figures_and_what_waits(tmp_path: Path) -> None:
    outage(JULY, 1)
    freeze_all(AUGUST)
    outage(JULY + DAY, 1)
    backup.backup(tmp_path / "kept")
    before = published()
    freeze_all(AUGUST + DAY)
    assert published()["2026-07"].revision == 2
    by = By("ada", Via.COMMAND_LINE, "backup/kept", {"file": "kept"})
    restoring.restore(tmp_path / "kept", by, replace=True)
    assert published() == before
    freeze_all(AUGUST + 2 * DAY)
    assert published()["2026-07"].counts.bad == 2 * 3600


def test_rolling_window_is_kept_at_the_end_of_each_month(site: Path) -> None:
    with clock.standing_at(JULY):
        rolling = an_sla(
            "rolling",
            "availability",
            source="incidents",
            components=["api"],
            target="99.9%",
            window="rolling-30d",
        )
        add_to_config(site, rolling)
    outage(AUGUST, 10)
    freeze_all(OCTOBER)
    found = published("rolling")
    assert [name for name in found if name > "rolling-30d-2026-07"] == [
        "rolling-30d-2026-08",
        "rolling-30d-2026-09",
    ]
    kept = found["rolling-30d-2026-08"]
    assert kept.period.span.end == datetime(2026, 8, 31, 23, tzinfo=UTC)  # midnight in London
    assert kept.period.span.seconds == 30 * 86_400
    assert (kept.verdict, kept.counts.bad) == ("missed", 36_000)
    words = words_of(rendered("/sla/rolling", OCTOBER))
    assert "The 30 days up to the end of August 202698.61%" in words
    address = "/sla/rolling/rolling-30d-2026-08"
    assert figure(f"{address}.json", OCTOBER)["provisional"] is False
    assert "the 30 days up to the end of August 2026" in words_of(rendered(address, OCTOBER))


def test_lowered_target_of_a_rolling_window_counts_when_the_window_passed_it(site: Path) -> None:
    with clock.standing_at(JULY):
        change_config(site, 'window = "month"', 'window = "rolling-30d"')
    outage(AUGUST, 10)
    with clock.standing_at(AUGUST + DAY):
        change_config(site, '"99.9%"', '"90%"')
    soon = figure("/sla/api-availability/rolling-30d.json", AUGUST + 2 * DAY)
    assert (soon["target"], soon["verdict"]) == ("99.9", "missed")
    passed = figure("/sla/api-availability/rolling-30d.json", AUGUST + 32 * DAY)
    assert (passed["target"], passed["verdict"]) == ("90", "met")


def test_rolling_promise_that_is_withdrawn_keeps_the_month_in_which_it_was(site: Path) -> None:
    with clock.standing_at(JULY):
        change_config(site, 'window = "month"', 'window = "rolling-30d"')
    outage(AUGUST, 10)
    with clock.standing_at(AUGUST + DAY):
        change_config(site, PROMISE.replace("month", "rolling-30d"), "")
    freeze_all(OCTOBER + 60 * DAY)
    found = published()
    assert max(found) == "rolling-30d-2026-08"
    assert found["rolling-30d-2026-08"].verdict == "missed"
    words = words_of(rendered("/sla", OCTOBER))
    assert "98.61% in the 30 days up to the end of August 2026. Missed" in words
