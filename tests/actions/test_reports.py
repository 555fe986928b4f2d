"""Reports: counted from the record, frozen when published, corrected only by a revision beside."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.freezing import closed_periods, freeze
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.reports import NewReport, draft_report, publish_report
from statuspage.actions.sync import sync
from statuspage.domain.promises.figure import Verdict
from statuspage.domain.record.kinds.report import REPORT
from statuspage.domain.record.recorded import Statement
from statuspage.domain.reports.report import PeriodReport
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.errors import Conflict, InvalidInput
from statuspage.store import db
from statuspage.store.published import record, reports
from tests.helpers.stores import store_place

JULY = datetime(2026, 7, 10, 12, 0, tzinfo=UTC)
DAY = datetime(2026, 8, 5, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ADA = Actor("ada")


@pytest.fixture(autouse=True)
def site(site_folder: Path) -> Iterator[Path]:
    """A site with one long outage in July."""
    db.open_store(store_place(site_folder), create=True)
    db.migrate()
    with clock.standing_at(JULY - HOUR):
        sync(site_folder / "config.toml", {})
    outage(JULY, "Down")
    yield site_folder
    db.close_store()


def outage(start: datetime, title: str, posted_at: datetime | None = None) -> str:
    with clock.standing_at(posted_at or start + HOUR):
        word = NewUpdate(
            "It was down.",
            status=Status.RESOLVED,
            components={"api": ComponentState.MAJOR_OUTAGE},
            impact_from=start,
            impact_until=start + HOUR,
        )
        return open_incident(title, word, ADA).key


def published(
    at: datetime, given: NewReport | None = None, actor: Actor = ADA
) -> PeriodReport | None:
    """The figures of July are frozen, and the report is published."""
    with clock.standing_at(at):
        for closed in closed_periods():
            freeze(closed)
        return publish_report("2026-07", given or NewReport(), actor)


def kept() -> list[PeriodReport]:
    with db.snapshot():
        return list(reports.revisions(["2026-07"]).get("2026-07", ()))


def statements(number: int) -> list[Statement]:
    with db.snapshot():
        return [one.statement for one in record.history(REPORT.subject("2026-07", str(number)))]


def test_it_tells_what_was_published_and_what_hurt() -> None:
    report = published(DAY)
    assert report is not None
    [figure] = report.facts.figures
    assert (figure.figure.id, figure.figure.verdict) == ("api-availability", Verdict.MISSED)
    [incident] = report.facts.incidents
    assert (incident.seconds, incident.lag) == (3600, 3600)
    assert report.names == {f"/incidents/{incident.key}": "Down"}
    assert [one.points[-1].period for one in report.facts.trends] == ["2026-07"]
    assert kept() == [report]
    assert statements(1) == [REPORT.statement(report)]


def test_late_data_change_nothing_of_it_and_make_a_revision() -> None:
    first = published(DAY)
    was = kept(), statements(1)
    outage(JULY + 24 * HOUR, "Down again", DAY + HOUR)
    assert (kept(), statements(1)) == was
    second = published(DAY + 2 * HOUR, NewReport(reason="A late incident."))
    assert second is not None
    assert (second.revision, len(second.facts.incidents)) == (2, 2)
    assert second.facts.figures[0].figure.revision == 2
    assert kept() == [first, second]
    assert statements(1) == was[1]


def test_what_says_nothing_new_is_not_published_again() -> None:
    published(DAY)
    assert published(DAY + HOUR) is None
    given = NewReport("We are *sorry*.", "Ada, operations")
    second = published(DAY + 2 * HOUR, given)
    assert second is not None
    assert (second.letter.html, second.letter.author) == (
        "<p>We are <em>sorry</em>.</p>",
        "Ada, operations",
    )
    assert published(DAY + 3 * HOUR, given) is None
    third = published(DAY + 3 * HOUR, NewReport(letter=""))
    assert third is not None
    assert third.letter.body == ""


def test_a_form_sent_twice_publishes_once() -> None:
    actor = Actor("ada", submission="once")
    first = published(DAY, actor=actor)
    assert published(DAY, NewReport("Another letter.", "Ada"), actor=actor) == first
    assert len(kept()) == 1


def test_a_draft_shows_what_would_be_published_and_publishes_nothing() -> None:
    with clock.standing_at(DAY):
        found = draft_report("2026-07")
    assert (found.before, found.report.revision, kept()) == (None, 1, [])


def test_what_is_not_over_or_no_period_is_refused() -> None:
    with clock.standing_at(DAY):
        with pytest.raises(Conflict):
            publish_report("2026-08", NewReport(), ADA)
        with pytest.raises(InvalidInput):
            publish_report("2026-W30", NewReport(), ADA)
        with pytest.raises(InvalidInput):
            publish_report("2026-07", NewReport("A letter of nobody."), ADA)
