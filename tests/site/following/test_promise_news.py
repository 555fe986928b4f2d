"""The feed of promises: verdicts of closed periods, their corrections, and changed promises."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest
from click.testing import CliRunner

from statuspage import clock
from statuspage.actions.sync import sync
from statuspage.cli import main
from statuspage.publish.verify.checking import verify
from statuspage.publish.verify.reading import source
from statuspage.store import db
from tests.helpers.copies import publish
from tests.helpers.pages import rendered, words_of
from tests.helpers.periods import freeze_all, outage
from tests.helpers.sites import CONFIG, change_config, open_site
from tests.helpers.stores import store_place

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BEGUN = datetime(2026, 6, 30, 23, 0, tzinfo=UTC)  # the first of July in London
JULY = datetime(2026, 7, 10, 12, 0, tzinfo=UTC)
FROZEN = datetime(2026, 8, 5, 12, 0, tzinfo=UTC)
FORMS = ("atom", "rss")
PROMISE = CONFIG[CONFIG.index("[[slas]]") :]


@pytest.fixture(autouse=True)
def site(site_folder: Path) -> Iterator[Path]:
    """A site with its promise since the first of July."""
    with clock.standing_at(BEGUN):
        open_site(site_folder)
    yield site_folder
    db.close_store()


def items(now: datetime, path: str = "/feeds/sla") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(rendered(f"{path}.json", now).body)["items"]
    return found


def titles(now: datetime, path: str = "/feeds/sla") -> list[str]:
    return [item["title"] for item in items(now, path)]


def revised() -> None:
    """July frozen as met, and again as missed."""
    freeze_all(FROZEN)
    outage(JULY, 2, posted_at=FROZEN + HOUR)
    freeze_all(FROZEN + 2 * HOUR)


def test_verdict_of_a_closed_period_is_news() -> None:
    outage(JULY, 2)
    freeze_all(FROZEN)
    newest, *_ = items(FROZEN + HOUR)
    assert newest["title"] == "API availability in July 2026: 99.73%, missed"
    assert newest["url"].endswith("/sla/api-availability/2026-07")
    assert newest["date_published"] == "2026-08-05T12:00:00Z"
    told = newest["_statuspage"]
    assert (told["verdict"], told["value"], told["target"]) == ("missed", "99.73", "99.9")
    assert titles(FROZEN + HOUR, "/feeds/all")[0] == newest["title"]


def test_correction_is_an_entry_of_its_own_with_its_reason() -> None:
    revised()
    second, first, _ = items(FROZEN + 3 * HOUR)
    assert second["title"] == "Corrected: API availability in July 2026: 99.73%, missed"
    assert "Before: 100%, met." in second["content_text"]
    assert "Why: 1 incident posted on 5 August 2026 (2 h of the period)." in second["content_text"]
    assert second["_statuspage"]["former_verdict"] == "met"
    assert second["_statuspage"]["late_data"][0]["kind"] == "incident_posted"
    assert first["title"] == "API availability in July 2026: 100%, met"
    assert "Corrected on 5 August 2026" in first["content_text"]
    assert first["date_modified"] == second["date_published"] == "2026-08-05T14:00:00Z"
    assert first["date_published"] == "2026-08-05T12:00:00Z"
    assert second["id"] != first["id"]


def test_changed_target_says_what_it_was_from_when_and_why(site: Path) -> None:
    with clock.standing_at(JULY):
        change_config(
            site, 'target = "99.9%"', 'target = "97%"\nchange_reason = "We moved to one zone."'
        )
    newest, *_ = items(JULY + HOUR)
    assert newest["title"] == "Changed promise: API availability, target 99.9% → 97%"
    words = newest["content_text"]
    assert "Target: 99.9% → 97%" in words
    assert "It counts from 1 August 2026, 00:00" in words
    assert "Why: We moved to one zone." in words
    told = newest["_statuspage"]
    assert (told["former_target"], told["target"]) == ("99.9", "97")
    assert told["reason"] == "We moved to one zone."
    assert told["counts_from"] == "2026-07-31T23:00:00Z"  # midnight in London
    assert titles(JULY + HOUR, "/feeds/all")[0] == newest["title"]
    assert "We moved to one zone." in words_of(rendered("/sla/api-availability", JULY + HOUR))


def test_reason_of_a_former_change_is_not_told_again(site: Path) -> None:
    with clock.standing_at(JULY):
        change_config(site, '"99.9%"', '"97%"\nchange_reason = "We moved to one zone."')
    with clock.standing_at(JULY + DAY):
        change_config(site, '"97%"', '"90%"')
    assert "No reason is given." in items(JULY + 2 * DAY)[0]["content_text"]


def test_lowered_target_of_a_rolling_window_counts_when_the_window_has_passed(site: Path) -> None:
    with clock.standing_at(BEGUN + HOUR):
        change_config(site, 'window = "month"', 'window = "rolling-30d"')
    with clock.standing_at(JULY):
        change_config(site, '"99.9%"', '"97%"')
    with clock.standing_at(JULY + HOUR):
        change_config(site, '"97%"', '"99.99%"')
    raised, lowered, *_ = items(JULY + DAY)
    assert raised["_statuspage"]["counts_from"] == "2026-07-10T13:00:00Z"
    assert "It counts at once." in raised["content_text"]
    assert lowered["_statuspage"]["counts_from"] == "2026-08-09T12:00:00Z"


def test_every_part_of_a_promise_that_changes_is_told(site: Path) -> None:
    with clock.standing_at(JULY):
        tiers = '[{ below = "99%", credit = "10%" }, { below = "95%", credit = "25%" }]'
        change_config(
            site,
            PROMISE,
            PROMISE.replace('window = "month"', 'window = "week"')
            + f'credits = {tiers}\nclaim_within = "60d"\n',
        )
    [text, *_] = [item["content_text"] for item in items(JULY + HOUR)]
    assert "Credits: none → 10% below 99%, 25% below 95%" in text
    assert "in each week." in text
    assert "in each calendar month." in text


def test_promise_that_is_withdrawn_and_made_again_is_news(site: Path) -> None:
    with clock.standing_at(JULY):
        change_config(site, PROMISE, "")
    assert titles(JULY + HOUR)[0] == "Withdrawn promise: API availability"
    with clock.standing_at(JULY + DAY):
        config = site / "config.toml"
        config.write_text(config.read_text("utf-8") + PROMISE, "utf-8")
        sync(config, {})
    assert titles(JULY + 2 * DAY)[0] == "Promised again: API availability"


def test_imported_past_floods_nobody() -> None:
    freeze_all(BEGUN + 400 * DAY)
    found = items(BEGUN + 401 * DAY)
    july = next(item for item in found if "July 2026" in item["title"])
    assert july["date_published"] == "2026-07-31T23:00:00Z"  # its end
    assert july["date_modified"] > july["date_published"]
    assert found[0]["title"].startswith("API availability in July 2027")


@pytest.mark.parametrize("form", FORMS)
def test_reader_finds_the_same_in_each_form(site: Path, form: str) -> None:
    revised()
    with clock.standing_at(FROZEN + 3 * HOUR):
        change_config(site, '"99.9%"', '"97%"')
    parsed = feedparser.parse(rendered(f"/feeds/sla.{form}", FROZEN + DAY).body)
    assert not parsed.bozo
    wanted = items(FROZEN + DAY)
    assert [entry.title for entry in parsed.entries] == [item["title"] for item in wanted]
    assert [entry.id for entry in parsed.entries] == [item["id"] for item in wanted]
    assert len({entry.id for entry in parsed.entries}) == 4


def test_readers_are_led_to_it() -> None:
    freeze_all(FROZEN)
    for path in ("/sla", "/sla/api-availability", "/sla/api-availability/2026-07"):
        assert '<link rel="alternate" type="application/atom+xml"' in (
            page := rendered(path, FROZEN).body.decode()
        )
        assert 'href="/feeds/sla.atom"' in page
    assert 'href="/feeds/sla.rss"' in rendered("/feeds", FROZEN).body.decode()


def test_copy_of_the_site_has_the_feed_and_its_words_verify(site: Path, tmp_path: Path) -> None:
    revised()
    with clock.standing_at(FROZEN + 3 * HOUR):
        change_config(site, '"99.9%"', '"97%"')
        publish(tmp_path / "www")
        with source(str(tmp_path / "www")) as copy:
            report = verify(copy)
    assert not report.findings, report.lines
    feed = tmp_path / "www" / "feeds" / "sla.json"
    assert json.loads(feed.read_bytes())["items"] == items(FROZEN + 3 * HOUR)
    feed.write_bytes(feed.read_bytes().replace(b"99.73%, missed", b"100%, met"))
    with source(str(tmp_path / "www")) as copy:
        assert any("/feeds/sla.json" in str(one) for one in verify(copy).findings)


def test_command_api_page_and_rows_tell_of_one_revision(site: Path) -> None:
    outage(JULY + 20 * HOUR, 1)
    revised()
    now = FROZEN + 3 * HOUR
    address = "/sla/api-availability/2026-07"
    with clock.standing_at(now):
        asked = ["sla", "show", "api-availability", "--period", "2026-07", "--json"]
        config = ["--config", str(site / "config.toml")]
        shown = CliRunner().invoke(main, [*config, *asked], catch_exceptions=False)
    db.open_store(store_place(site))
    told = json.loads(shown.stdout)
    assert told == json.loads(rendered(f"{address}.json", now).body)
    api = "/api/v1/slas/api-availability/periods/2026-07"
    assert told == json.loads(rendered(api, now).body)
    assert (told["revision"], told["bad"]) == (2, 3 * 3600)
    rows = csv.DictReader(io.StringIO(rendered(f"{address}.csv", now).body.decode()))
    times = [(row["from"], row["to"]) for row in rows if row["kind"] == "incident"]
    spans = [(datetime.fromisoformat(a), datetime.fromisoformat(b)) for a, b in times]
    assert sum((end - start).total_seconds() for start, end in spans) == told["bad"]
    page = words_of(rendered(address, now))
    assert f"{told['value']}%" in page
    assert "revision 2" in page
    assert titles(now)[0] == f"Corrected: API availability in July 2026: {told['value']}%, missed"
