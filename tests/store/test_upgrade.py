"""Every released version's store, with its data, becomes one of today: nothing of it is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from statuspage import __version__, clock
from statuspage.actions.measurements.results import record_samples
from statuspage.actions.rendering import render_anew
from statuspage.content.markdown import to_html
from statuspage.domain.measured.probe import watched
from statuspage.domain.measured.samples import ProbeState, Sample
from statuspage.domain.record.replay import replay
from statuspage.publish.verify.checking import verify
from statuspage.publish.verify.reading import source
from statuspage.site import signing
from statuspage.store import backup, db
from statuspage.store.fields import FAR
from statuspage.store.incidents import incidents
from statuspage.store.measured import measurements
from statuspage.store.published import events, record
from statuspage.store.settings import current_settings
from tests.helpers.busy import NOW, SEED
from tests.helpers.copies import publish
from tests.helpers.filled import RELEASES, empty_tables, load, make_filled, releases

KEPT = {kept.name.removesuffix(".sql.gz"): kept for kept in releases()}


@pytest.fixture
def upgraded(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """The store of a released version, opened and brought up to date."""
    database = tmp_path / "var" / "statuspage.db"
    load(KEPT[request.param], database)
    before = backup.verify(database)
    db.open_store(database)
    db.migrate()
    render_anew()
    signing.use(SEED)
    after = backup.verify(database)
    told = after.pop("publication") - before.pop("publication")
    assert after == before
    with closing(sqlite3.connect(database)) as store:
        tables = ("sla_version", "frozen_figure")
        rows = [store.execute(f"SELECT count(*) FROM {one}").fetchone()[0] for one in tables]
    assert told in (sum(rows), 0)  # 0: a version that told of them in feeds by itself
    yield database
    signing.use(None)
    db.close_store()


@pytest.mark.parametrize("upgraded", KEPT, indirect=True)
def test_upgraded_store_shows_its_pages_and_its_record_verifies(
    upgraded: Path, tmp_path: Path
) -> None:
    with clock.standing_at(NOW):
        publish(tmp_path / "www")
        with source(str(tmp_path / "www")) as copy:
            report = verify(copy)
    assert not report.findings, report.lines


@pytest.mark.parametrize("upgraded", KEPT, indirect=True)
def test_record_of_an_upgraded_store_says_what_its_tables_say(upgraded: Path) -> None:
    with db.snapshot():
        told = replay(record.some(0, record.size()), to_html).incidents
        assert set(told) == set(incidents.all_keys())
        assert events.next_act() == []  # an upgrade tells nobody anything


@pytest.mark.parametrize("version", KEPT)
def test_kept_store_has_rows_in_every_table(version: str, tmp_path: Path) -> None:
    database = tmp_path / "var" / "statuspage.db"
    load(KEPT[version], database)
    assert empty_tables(database) == []


def test_store_of_this_version_is_kept() -> None:
    assert (RELEASES / f"{__version__}.sql.gz").is_file()


def test_store_filled_today_has_rows_in_every_table(tmp_path: Path) -> None:
    make_filled(tmp_path / "site")
    database = db.path()
    db.close_store()
    assert empty_tables(database) == ["probe_former"]  # which only an upgrade fills


@pytest.mark.parametrize("version", KEPT)
def test_late_checks_into_time_that_was_folded_away_count_once(
    version: str, tmp_path: Path
) -> None:
    """Version 0.1.0 forgot old checks; each late one held as long as a check may at most."""
    database = tmp_path / "var" / "statuspage.db"
    load(KEPT[version], database)
    with closing(sqlite3.connect(database)) as former, former:
        former.execute("DELETE FROM probe_sample")
    db.open_store(database)
    db.migrate()
    minute = timedelta(minutes=1)
    late = [NOW - 50 * minute, NOW - 49 * minute, NOW - 48 * minute + timedelta(seconds=10)]

    def seconds() -> tuple[int, int]:
        with db.snapshot():
            [series] = [s for s in measurements.series_on(["api"])["api"] if s.probe == "api-http"]
            runs = measurements.runs_between(series.number, NOW - timedelta(days=1), FAR)
        lengths = [(run.counted, int((run.end - run.start).total_seconds())) for run in runs]
        return (
            sum(length for state, length in lengths if state is ProbeState.DOWN),
            sum(length for _, length in lengths),
        )

    try:
        before = seconds()
        with clock.standing_at(NOW), db.snapshot():
            [probe] = [one for one in current_settings().probes if one.id == "api-http"]
        for at in [*late, *late]:  # twice
            with clock.standing_at(NOW + timedelta(days=60)):
                record_samples([(watched(probe), Sample(at, ProbeState.DOWN))])
        assert seconds() == (before[0] + 180, before[1])
    finally:
        db.close_store()
