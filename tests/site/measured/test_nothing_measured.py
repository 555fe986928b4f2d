"""While nothing is measured, pages claim no more than what was known last."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lxml import html

from statuspage import clock
from statuspage.actions.measurements.results import record_samples
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import Cadence, ProbeState, Sample
from statuspage.site import catalogue
from tests.helpers.sites import a_probe, add_to_config

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
UP, DOWN = ProbeState.UP, ProbeState.DOWN


def page_at(minute: float, path: str = "/") -> html.HtmlElement:
    with clock.standing_at(NOON + minute * MINUTE):
        found = catalogue.find(path)
        assert found is not None
        return html.document_fromstring(catalogue.render(found).body)


def words(found: html.HtmlElement, which: str) -> str:
    [chosen] = found.xpath(which)
    for hidden in chosen.xpath(".//*[@hidden]"):
        hidden.drop_tree()
    return " ".join(chosen.text_content().split())


@pytest.fixture
def watched(store: Path) -> list[Watched]:
    """Two of three components are watched each minute."""
    with clock.standing_at(NOON - 60 * MINUTE):
        add_to_config(store, a_probe("api-http", "api") + a_probe("docs-http", "docs"))
    return [Watched(f"{name}-http", name, Cadence(MINUTE, 2)) for name in ("api", "docs")]


def checks(watched: list[Watched], api: ProbeState, docs: ProbeState) -> None:
    """Five minutes of results, the last one at noon."""
    with clock.standing_at(NOON):
        record_samples(
            [
                (probe, Sample(NOON - back * MINUTE, state))
                for probe, state in zip(watched, (api, docs), strict=True)
                for back in range(4, -1, -1)
            ]
        )


def test_first_line_claims_no_more_than_was_known_last(watched: list[Watched]) -> None:
    checks(watched, UP, UP)
    assert words(page_at(1), "//h1") == "All systems are working."
    late = page_at(30)
    assert words(late, "//h1") == "As last known at 13:02 BST: All systems are working."
    assert words(late, "//span[@class='asof']") == "Nothing has been measured since 13:02 BST."
    assert "As last known at 13:02 BST" in words(late, "//title")
    assert late.xpath("//div[@class='hero unknown']/h1")


def test_trouble_that_was_measured_last_is_not_forgotten(watched: list[Watched]) -> None:
    checks(watched, UP, DOWN)
    late = page_at(30)
    assert words(late, "//h1") == "As last known at 13:02 BST: Docs is down."
    assert "Not measured now, major outage when last seen" in words(late, "//main")
    assert "major outage when last seen" in words(page_at(30, "/components/docs"), "//main")


def test_one_silent_probe_leaves_the_first_line_to_the_others(watched: list[Watched]) -> None:
    checks(watched, UP, UP)
    with clock.standing_at(NOON + 30 * MINUTE):
        record_samples([(watched[0], Sample(NOON + 30 * MINUTE, UP))])
    assert "Some systems are not measured now." in words(page_at(30), "//h1")


def test_copy_carries_what_its_script_shows_when_it_is_old(watched: list[Watched]) -> None:
    checks(watched, UP, UP)
    found = page_at(1)
    made = str(int((NOON + MINUTE).timestamp()))
    [note] = found.xpath("//p[@class='old'][@hidden]")
    assert note.get("data-made") == made
    assert "It dates from 1 July 2026, 13:01 BST" in " ".join(note.text_content().split())
    [then] = found.xpath("//h1//*[@data-made][@hidden]")
    assert (then.get("data-made"), then.text_content().strip()) == (made, "As last known:")
