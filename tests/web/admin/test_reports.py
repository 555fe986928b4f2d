"""Reports at the desk: due, read, opened with a letter, published, and published again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.freezing import closed_periods, freeze
from statuspage.actions.given import Actor
from statuspage.actions.reports import NewReport, publish_report
from statuspage.health.doctor.reports import reports as examined
from statuspage.health.doctor.site import Examined
from statuspage.site import catalogue
from statuspage.site.reports.owed import owed
from statuspage.store.desk import drafts
from statuspage.store.settings import current_settings
from statuspage.store.tables.site import Component
from tests.helpers.reported import DAY, HOUR, JULY, outage
from tests.helpers.sites import a_table, add_to_config
from tests.web.conftest import Browser

FORM = "/admin/reports/2026-07"
LATE = datetime(2026, 8, 7, tzinfo=UTC)


@pytest.fixture(autouse=True)
def august(store: Path) -> Iterator[None]:
    """It is August, July had an outage, and its figures are frozen."""
    part = a_table("components", id="part", name="A part")
    with clock.standing_at(datetime(2026, 7, 1, tzinfo=UTC)):
        add_to_config(store, part)
    outage(JULY, "Down")
    with clock.standing_at(DAY):
        for closed in closed_periods():
            freeze(closed)
        yield


def _health(folder: Path) -> list[str]:
    return [str(one.text) for one in examined(Examined(folder, {}, None))]


def test_report_is_due_then_late_then_published(ada: Browser, store: Path) -> None:
    assert "Report for July 2026 To be read and published by" in ada.get("/admin").words()
    assert _health(store) == ["No report is late."]
    with clock.standing_at(LATE):
        ada.sign_in("ada")
        assert "and is late" in ada.get("/admin").words()
        assert "The report of 2026-07 is late" in _health(store)[0]
    ada.sign_in("ada")
    page = ada.get(FORM)
    assert "Down" in page.words()
    assert page.fields()["author"] == "ada"
    shown = ada.send(FORM, do="preview", body="We were *down*.")
    assert shown.code == 200
    assert shown.tree.xpath("//section[@id='preview']//em/text()") == ["down"]
    assert "No report has been published yet" in ada.get("/reports").words()
    done = ada.follow(ada.send(FORM, do="publish", body="We were *down*.", author="Ada L."))
    assert "Published. Readers see it now." in done.words()
    public = ada.get("/reports/2026-07")
    assert "We were down. Ada L." in public.words()
    assert "Report for July" not in ada.get("/admin").words()
    assert _health(store) == ["No report is late."]


def test_revision_needs_a_reason_and_a_difference(ada: Browser) -> None:
    first = ada.get(FORM).fields()
    assert ada.post(FORM, first | {"do": "publish"}).code == 303
    assert ada.post(FORM, first | {"do": "publish"}).code == 303  # sent twice, published once
    assert "It says now what is published." in ada.get(FORM).words()
    refused = ada.send(FORM, do="publish")
    assert "Say why it is published again" in refused.words()
    behind = ada.post(FORM, first | {"do": "publish", "submission": ""})
    assert "A colleague published this report" in behind.words()
    assert behind.tree.xpath("//main//p/a[contains(., 'Revision 1')]/@href") == [FORM]
    same = ada.send(FORM, do="publish", reason="Looked again.")
    assert "Nothing is different from what is published" in same.words()
    outage(JULY + 24 * HOUR, "Found later", posted_at=DAY - HOUR)
    assert "published again, it makes revision 2" in ada.get(FORM).words()
    assert ada.send(FORM, do="publish", reason="An outage was found later.").code == 303
    public = ada.get("/reports/2026-07").words()
    assert "What revision 2 changed" in public
    assert "Why: An outage was found later." in public
    assert "Found later" not in ada.get("/reports/2026-07/1").words()


def test_colleague_approves_the_draft_of_a_report(
    ada: Browser, signed_in: Callable[..., Browser], store: Path
) -> None:
    add_to_config(store, "[desk]\napproval = true\n")
    waits = ada.follow(ada.send(FORM, do="publish", body="A hard month."))
    assert "A colleague has to read and approve it" in waits.words()
    assert ada.get("/reports/2026-07").code == 404
    grace = signed_in("grace")
    draft = ada.send(FORM, do="publish", body="Another one.").headers["Location"]
    page = grace.get(draft)
    assert "Another one." in page.words()
    done = grace.post(f"{draft.partition('?')[0]}/publish", page.fields() | {"do": "publish"})
    assert done.code == 303, done.words()
    assert "Another one." in ada.get("/reports/2026-07").words()


def test_provisional_and_unknown_periods(ada: Browser) -> None:
    with clock.standing_at(datetime(2026, 8, 2, tzinfo=UTC)):
        assert "provisional until" in ada.get(FORM).words()
        refused = ada.send(FORM, do="publish", body="A word I keep.")
        assert "provisional until" in refused.words()
        assert "A word I keep." in refused.words()
        assert "Report for July" not in ada.get("/admin").words()
    assert ada.get("/admin/reports/2026-08").words().count("This period goes on until") == 1
    assert ada.get("/admin/reports/soon").code == 404
    assert "No report is due." not in ada.get("/admin/reports").words()


def test_draft_is_named_after_its_report_and_leads_to_the_form_when_it_is_behind(
    ada: Browser,
) -> None:
    first = ada.get(FORM).fields()
    ada.post(FORM, first | {"do": "draft", "body": "# We are sorry"})
    [draft] = drafts.written()
    assert "Report of 2026-07 # We are sorry" in ada.get("/admin").words()
    page = ada.get(f"/admin/drafts/{draft.key}")
    assert page.tree.xpath("string(//h1)") == "Report of 2026-07"
    publish_report("2026-07", NewReport(), Actor("grace"))
    behind = ada.get(f"/admin/drafts/{draft.key}")
    assert "A colleague published this report" in behind.words()
    assert behind.tree.xpath("//p[@class='alert']/a/@href") == [FORM]


def test_period_with_published_figures_is_due_on_a_site_that_is_younger(store: Path) -> None:
    Component.update(added_at=DAY).execute()
    assert [one.period.name for one in owed(catalogue.present(), current_settings())] == ["2026-07"]
