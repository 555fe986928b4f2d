"""What the items of feeds say of incidents, updates and entries."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from statuspage.domain.incidents.incident import Change
from statuspage.domain.incidents.planned import Rescheduling
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.domain.vocabulary.states import ComponentState, Impact, Kind, Status
from statuspage.render.feeds.entries import entry_item
from statuspage.render.feeds.incidents import update_item
from tests.render.facts import NOON, SITE, an_entry, an_incident, an_update, item_of


def test_incident_tells_its_words_newest_first_in_the_zone_of_the_site() -> None:
    later = NOON + timedelta(minutes=10)
    updates = (
        an_update(key="u2", body="Found.", html="<p>Found.</p>", at=later, entered_at=later),
        an_update(next_due=NOON + timedelta(minutes=30)),
    )
    text = item_of(an_incident(updates=updates)).text
    assert text.index("1 July 2026, 13:10 BST") < text.index("1 July 2026, 13:00 BST")
    assert text.index("Found.") < text.index("We are **looking**.")
    assert "Next update by 1 July 2026, 13:30 BST." in text
    assert "Minor impact: API, Web" in text
    assert "Owner: Ada" in text


def test_incident_tells_changes_of_components_in_words() -> None:
    changes = (
        Change("api", "API", *[ComponentState.MAJOR_OUTAGE] * 3),
        Change("web", "Web", *[ComponentState.OPERATIONAL] * 3),
        Change(
            "db",
            "Data",
            ComponentState.DEGRADED,
            ComponentState.OPERATIONAL,
            ComponentState.DEGRADED,
        ),
    )
    html = item_of(an_incident(updates=(an_update(changes=changes),))).html
    assert "API: still major outage." in html
    assert "Data: from operational to degraded performance." in html
    assert "Web:" not in html


@pytest.mark.parametrize(
    ("status", "title"),
    [
        (Status.FALSE_ALARM, "False alarm: Slow answers"),
        (Status.CANCELLED, "Cancelled: Slow answers"),
        (Status.RESOLVED, "Slow answers"),
    ],
)
def test_title_says_when_it_turned_out_not_to_be(status: Status, title: str) -> None:
    assert item_of(an_incident(status=status)).title == title


def test_backdated_incident_and_word_say_so() -> None:
    entered = NOON + timedelta(days=1)
    words = an_update(key="u2", entered_at=NOON + timedelta(days=2))
    incident = an_incident(entered_at=entered, updates=(words, an_update(entered_at=entered)))
    item = item_of(incident)
    assert item.text.count("Added afterwards on 2 July 2026, 13:00 BST.") == 1
    assert item.text.count("Added afterwards on 3 July 2026, 13:00 BST.") == 1
    alone = update_item(SITE, incident, incident.updates[1], "")
    assert "Added afterwards on 2 July 2026, 13:00 BST." in alone.text


def test_imported_incident_names_its_source_as_a_link_only_when_it_is_one() -> None:
    entered = NOON + timedelta(days=1)
    html = item_of(an_incident(origin="https://old.example/1?a=1&b=2", entered_at=entered)).html
    assert '<a href="https://old.example/1?a=1&amp;b=2">' in html
    assert "Added afterwards" not in html
    assert "<a " not in item_of(an_incident(origin="javascript:alert(1)")).html


def test_import_without_an_address_is_told_as_one() -> None:
    entered = NOON + timedelta(days=1)
    told = an_incident(
        entered_at=entered, updates=(an_update(entered_at=entered, is_imported=True),)
    )
    assert "Imported on 2 July 2026, 13:00 BST" in item_of(told).text
    assert "Added afterwards" not in item_of(told).text


def test_maintenance_tells_its_window() -> None:
    incident = an_incident(
        kind=Kind.MAINTENANCE,
        scheduled_for=NOON + timedelta(days=1),
        scheduled_until=NOON + timedelta(days=1, hours=2),
    )
    assert "Planned for 2 July 2026, 13:00 to 15:00 BST." in item_of(incident).text


def test_incident_tells_when_its_impact_was_felt() -> None:
    start, end = NOON - timedelta(hours=2), NOON + timedelta(minutes=5)
    assert "Impact since 1 July 2026, 11:00 BST." in item_of(an_incident(impact_from=start)).text
    over = an_incident(impact_from=start, impact_until=end)
    assert "Impact: 1 July 2026, 11:00 to 13:05 BST, 2 h 5 min." in item_of(over).text


def test_links_inside_the_site_become_absolute_and_words_stay() -> None:
    html = '<a href="/incidents/x" rel="n">x</a> &lt;a href="/y"&gt; <a href="//cdn.example/">z</a>'
    found = item_of(an_incident(updates=(an_update(html=html),))).html
    assert f'<a href="{SITE.url}/incidents/x" rel="n">' in found
    assert '&lt;a href="/y"&gt;' in found
    assert f'<a href="{SITE.url.split("//")[0]}//cdn.example/">' in found


def test_update_item_does_not_change_with_what_is_said_later() -> None:
    first = an_update()
    before = an_incident(updates=(first,))
    after = an_incident(
        updates=(an_update(key="u2", status=Status.FALSE_ALARM), first),
        status=Status.FALSE_ALARM,
        impact=Impact.CRITICAL,
        updated_at=NOON + timedelta(hours=5),
    )
    assert update_item(SITE, before, first, "s") == update_item(SITE, after, first, "s")


def test_word_of_planned_work_says_when_that_was_to_be() -> None:
    day = timedelta(days=1)
    later, end = NOON + 3 * day, NOON + 3 * day + timedelta(hours=3)
    second = NOON + timedelta(hours=1)
    moved = Rescheduling(second, NOON + day, NOON + day + timedelta(hours=2), later, end)
    first = an_update(status=Status.SCHEDULED)
    planned = {"kind": Kind.MAINTENANCE, "scheduled_for": later, "scheduled_until": end}
    words = an_update(key="u2", status=Status.SCHEDULED, at=second, entered_at=second)
    incident = an_incident(updates=(words, first), moves=(moved,), **planned)
    assert (
        "Planned for 2 July 2026, 13:00 to 15:00 BST."
        in update_item(SITE, incident, first, "").text
    )
    told = update_item(SITE, incident, words, "").text
    assert "It now takes place 4 July 2026, 13:00 to 16:00 BST." in told
    assert "Planned for" not in told


def test_update_item_has_an_id_title_and_place_of_its_own() -> None:
    item = update_item(SITE, an_incident(), an_update(keeps_status=True), "We are looking.")
    assert item.id == "tag:status.acme.example,2026:update/u1"
    assert item.title == "Update: Slow answers"
    assert item.url == f"{SITE.url}/incidents/abc#update-u1"
    assert (item.published, item.updated) == (NOON, NOON)


def test_long_summary_is_cut_short() -> None:
    summary = update_item(SITE, an_incident(), an_update(), "y" * 10_000).summary
    assert len(summary) == 300
    assert summary.endswith("…")


def test_change_names_its_type_and_components() -> None:
    item = entry_item(SITE, an_entry(), NOON, {"api": "API"}, "Search is faster.")
    assert item.id == "tag:status.acme.example,2026:changelog/2026-07-01-search"
    assert item.text == "Changed: API\n\nSearch is faster."
    assert item.tags == ("changelog", "changed", "API")


def test_withdrawn_entry_says_so_and_keeps_its_words() -> None:
    gone = replace(an_entry(), withdrawn_at=NOON + timedelta(days=1))
    item = entry_item(SITE, gone, NOON, {"api": "API"}, "")
    assert item.title == "Withdrawn: Faster search"
    assert item.text.startswith("This entry was withdrawn on 2 July 2026, 13:00 BST.")
    assert "Search is faster." in item.text
    assert item.details["status"] == "withdrawn"


def test_outcome_tells_what_was_said_and_done() -> None:
    details = {
        "said": "Answer at weekends <3",
        "heard": 12,
        "channel": "mail",
        "period": "2026 Q2",
        "state": "declined",
        "did": None,
        "reason": "Too few of us",
        "evidence": ["/changelog/x", "https://acme.example/a"],
        "quotes": ["Answer at weekends <3", "Mondays are <late>"],
    }
    entry = an_entry(EntryKind.OUTCOME, details=details)
    item = entry_item(SITE, entry, NOON, {}, "")
    assert item.title == f"Declined: {entry.title}"
    assert item.text.count("You said") == item.text.count("Answer at weekends") == 1
    assert '<blockquote dir="auto"><p>Mondays are &lt;late&gt;</p></blockquote>' in item.html
    assert "You said: Answer at weekends &lt;3" in item.html
    assert "(heard 12 times, mail, 2026 Q2)" in item.text
    assert "Why not: Too few of us" in item.text
    assert "We did" not in item.text
    assert f'<a href="{SITE.url}/changelog/x">' in item.html
    assert item.tags == ("outcomes", "declined")
