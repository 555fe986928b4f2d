"""Reports: counted from the record, frozen when published, corrected only by a revision beside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from statuspage import clock
from statuspage.actions.erasure import erase
from statuspage.actions.given import Actor
from statuspage.actions.reports import NewReport, draft_report, publish_report
from statuspage.domain.promises.figure import Verdict
from statuspage.domain.record.as_of import as_of
from statuspage.domain.record.kinds.report import REPORT
from statuspage.domain.record.recorded import Statement
from statuspage.domain.reports.period import parse_report_period
from statuspage.domain.reports.report import PeriodReport
from statuspage.errors import Conflict, InvalidInput
from statuspage.figures.reports.asked import ReportQuestion
from statuspage.figures.reports.compose import compose
from statuspage.store import db
from statuspage.store.library import LIBRARY
from statuspage.store.published import record, reports
from statuspage.store.settings import current_settings
from tests.helpers.reported import ADA, DAY, HOUR, JULY, outage, published, reported_site


@pytest.fixture(autouse=True)
def site(site_folder: Path) -> Iterator[Path]:
    with reported_site(site_folder) as folder:
        yield folder


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


def test_anybody_can_count_it_again_from_the_record_of_its_day() -> None:
    first = published(DAY)
    assert first is not None
    outage(JULY + 24 * HOUR, "Down again", DAY + HOUR)
    published(DAY + 2 * HOUR)
    with db.snapshot():
        period = parse_report_period("2026-07", ZoneInfo("Europe/London"))
        library = as_of(record.some(0, first.size), LIBRARY)
        again = compose(ReportQuestion(library, current_settings(), period, first.at))
    assert (again.facts, again.names) == (first.facts, first.names)


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


def test_erased_title_goes_from_each_report_and_leaves_its_facts() -> None:
    first = published(DAY, NewReport("By *Grace*.", "Grace"))
    assert first is not None
    [path] = first.names
    with clock.standing_at(DAY + HOUR):
        erase(
            f"incident/{path.rpartition('/')[2]}",
            {"title": "Removed"},
            "a name",
            ADA,
            zone=ZoneInfo("Europe/London"),
        )
        words = {"letter": "By somebody.", "author": "Us"}
        erase("report/2026-07/1", words, "a name", ADA, zone=ZoneInfo("Europe/London"))
    [report] = kept()
    assert (report.facts, report.names, report.at) == (first.facts, {}, first.at)
    assert (report.letter.body, report.letter.author) == ("By somebody.", "Us")
    assert report.erased is not None
    told = statements(1)
    assert [one.words.get("names", "") for one in told[:-1]] == ["", ""]
    assert told[-1] == REPORT.statement(report)
