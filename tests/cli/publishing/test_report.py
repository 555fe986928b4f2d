"""`report`: what a month comes to; what --freeze publishes, and when it does not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.freezing import closed_periods, freeze
from statuspage.actions.staff.drafts import save_draft
from statuspage.said import said
from statuspage.store import db
from tests.helpers.reported import ADA, DAY, HOUR, JULY, outage, reported_site
from tests.helpers.shell import run
from tests.helpers.stores import store_place
from tests.helpers.wanted import need


@pytest.fixture
def config(site_folder: Path) -> Iterator[Path]:
    with reported_site(site_folder):
        db.close_store()
        with clock.standing_at(DAY):
            yield site_folder / "config.toml"


def counted(config: Path) -> None:
    db.open_store(store_place(config.parent))
    for closed in closed_periods():
        freeze(closed)


def test_draft_is_shown_and_then_published_once(config: Path) -> None:
    counted(config)
    draft = run(config, "report", "2026-07").output
    assert "Report for July 2026: 1 target missed, 1 incident." in draft
    assert "This is a draft: --freeze publishes it." in draft
    assert "Published at /reports/2026-07/1." in run(config, "report", "2026-07", "--freeze").output
    again = run(config, "report", "2026-07", "--freeze")
    assert (again.exit_code, "No revision was made." in again.output) == (0, True)


def test_late_data_are_told_and_make_a_revision(config: Path) -> None:
    counted(config)
    run(config, "report", "2026-07", "--freeze")
    db.open_store(store_place(config.parent))
    outage(JULY + 24 * HOUR, "Down again", DAY + HOUR)
    assert "--freeze publishes a revision" in run(config, "report", "2026-07").output
    run(config, "report", "2026-07", "--freeze", "--reason", "Told late.")
    told = json.loads(run(config, "report", "2026-07", "--json").output)
    assert (told["revision"], told["reason"]) == (2, "Told late.")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("2026-08", "--freeze"), "The figures of 2026-08 are provisional until 4 September 2026."),
        (("july",), "There is no report of 'july'."),
    ],
)
def test_what_cannot_be_published_is_said_in_a_line(
    config: Path, given: tuple[str, ...], words: str
) -> None:
    found = run(config, "report", *given)
    assert found.exit_code == 1
    assert words in found.output


def test_draft_is_not_put_on_paper(config: Path, tmp_path: Path) -> None:
    paper = tmp_path / "report.pdf"
    told = run(config, "report", "2026-07", "--pdf", str(paper))
    assert told.exit_code == 1
    assert told.stderr.strip() == "This report is not published yet; --freeze publishes it."
    assert not paper.exists()


def test_published_report_is_put_on_paper(config: Path, tmp_path: Path) -> None:
    need("chromium")
    counted(config)
    paper = tmp_path / "report.pdf"
    told = run(config, "report", "2026-07", "--freeze", "--pdf", str(paper))
    assert told.exit_code == 0, told.stderr
    assert told.stdout.splitlines()[-1] == f"/reports/2026-07/1 is in {paper}."
    assert paper.read_bytes().startswith(b"%PDF-")


def test_letter_that_waits_at_the_desk_is_not_passed_over(config: Path, tmp_path: Path) -> None:
    counted(config)
    save_draft(
        "/admin/reports/2026-07", said("draft.report", title="2026-07"), {"body": "Sorry."}, ADA
    )
    refused = run(config, "report", "2026-07", "--freeze")
    assert (refused.exit_code, len(refused.stderr.splitlines())) == (1, 1)
    assert "waits as a draft at /admin/reports/2026-07" in refused.stderr
    letter = tmp_path / "letter.md"
    letter.write_text("We are *sorry*.", "utf-8")
    given = ("--freeze", "--letter", str(letter), "--author", "Ada")
    assert run(config, "report", "2026-07", *given).exit_code == 0
    told = json.loads(run(config, "report", "2026-07", "--json").output)
    assert (told["letter"]["author"], "sorry" in told["letter"]["body"]) == ("Ada", True)
    letter.write_bytes(b"\xff")
    assert "is not UTF-8" in run(config, "report", "2026-07", *given).stderr
