"""Pages, documents and feeds of reports: what is published once stays so, byte for byte."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree, html

from statuspage.actions.reports import NewReport
from statuspage.domain.reports.difference import differences
from statuspage.errors import NotFound
from statuspage.render.words.locale import locale
from statuspage.render.words.reports import changed_words
from tests.helpers.pages import rendered, words_of
from tests.helpers.reported import DAY, HOUR, JULY, outage, published, reported_site

LATER = DAY + 3 * HOUR


@pytest.fixture(autouse=True)
def site(site_folder: Path) -> Iterator[Path]:
    with reported_site(site_folder) as folder:
        yield folder


def sections(path: str) -> list[bytes]:
    """What a report tells, without what stands around it."""
    main = html.fromstring(rendered(path, LATER).body).get_element_by_id("main")
    return [etree.tostring(one) for one in main.iter("section")]


def corrected() -> None:
    outage(JULY + 24 * HOUR, "Down <again>", DAY + HOUR)
    published(DAY + 2 * HOUR, NewReport(reason="It was told late."))


def test_late_data_change_nothing_of_what_is_published() -> None:
    published(DAY, NewReport("We are *sorry*.", "Ada"))
    documents = [
        f"{base}{ending}"
        for base in ("/reports/2026-07/1", "/api/v1/reports/2026-07/1")
        for ending in ((".json", ".csv") if base.startswith("/reports") else ("",))
    ]
    before = [rendered(path, LATER).body for path in documents]
    told = sections("/reports/2026-07/1")
    corrected()
    assert [rendered(path, LATER).body for path in documents] == before
    assert sections("/reports/2026-07/1") == told


def test_revision_stands_beside_and_says_what_is_different() -> None:
    published(DAY, NewReport("We are *sorry*.", "Ada"))
    corrected()
    words = words_of(rendered("/reports/2026-07", LATER))
    assert "What revision 2 changed" in words
    assert "It was told late." in words
    assert "99.80%, missed → 99.61%, missed" in words
    assert "Down <again> Now in the report" in words
    former = words_of(rendered("/reports/2026-07/1", LATER))
    assert "This report was corrected on" in former
    assert "Down <again>" not in former
    told = json.loads(rendered("/reports/2026-07.json", LATER).body)
    assert (told["revision"], len(told["incidents"]), told["letter"]["author"]) == (2, 2, "Ada")
    assert [one["fate"] for one in told["differences"]] == ["changed", "new"]


def test_figure_that_reads_the_same_names_what_differs() -> None:
    first = published(DAY)
    assert first is not None
    [told] = first.facts.figures
    counts = replace(told.figure.counts, bad=told.figure.counts.bad + 1)
    for changed, words in (
        ({"worst_case": "98.00"}, "At worst: 69.22% → 98.00%"),
        ({"counts": counts}, "Bad: 1 h → 1 h 1 s"),
    ):
        figure = replace(told, figure=replace(told.figure, **changed))
        after = replace(first, facts=replace(first.facts, figures=(figure,)))
        [one] = differences(first, after)
        assert words in changed_words(locale("en"), one, first, after)


def test_rows_hold_all_that_the_page_counts() -> None:
    published(DAY)
    body = rendered("/reports/2026-07.csv", LATER).body.decode()
    rows = list(csv.DictReader(io.StringIO(body)))
    figure = {
        row["name"]: row["value"]
        for row in rows
        if (row["part"], row["subject"]) == ("figures", "api-availability/2026-07")
    }
    assert (figure["verdict"], figure["value"], figure["bad"]) == ("missed", "99.80", "3600")


def test_each_revision_is_an_entry_of_the_feed() -> None:
    published(DAY, NewReport("We are *sorry*.", "Ada"))
    corrected()
    feed = json.loads(rendered("/feeds/reports.json", LATER).body)
    titles = [one["title"] for one in feed["items"]]
    assert titles == [
        "Corrected: Report for July 2026: 1 target missed, 2 incidents",
        "Report for July 2026: 1 target missed, 1 incident",
    ]
    assert "It was told late." in feed["items"][0]["content_text"]
    assert all("<em>sorry</em>" in one["content_html"] for one in feed["items"])
    paths = [one["url"].partition("/reports/")[2] for one in feed["items"]]
    assert paths == ["2026-07/2", "2026-07/1"]


def test_list_has_the_newest_revision_and_says_when_there_is_none() -> None:
    assert "No report has been published yet." in words_of(rendered("/reports", LATER))
    published(DAY)
    corrected()
    assert "1 target missed, 2 incidents" in words_of(rendered("/reports", LATER))
    listed = json.loads(rendered("/api/v1/reports", LATER).body)["reports"]
    assert [(one["period"], one["revision"]) for one in listed] == [("2026-07", 2)]


@pytest.mark.parametrize("name", ["2026-08", "2026-07/2", "2026-07/01", "july"])
def test_what_was_not_published_has_no_page(name: str) -> None:
    published(DAY)
    with pytest.raises(NotFound):
        rendered(f"/reports/{name}", LATER)
