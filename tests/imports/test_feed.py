"""Atom feeds in the Statuspage form: the real one, years that are not there, and hostile ones."""

from __future__ import annotations

import html
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from statuspage.domain.incidents.imported import Batch, Window
from statuspage.domain.vocabulary.states import Impact, Kind, Status
from statuspage.errors import SourceError
from statuspage.imports import feed as feeds
from statuspage.imports import jsonl

NOW = datetime(2026, 11, 1, tzinfo=UTC)
DATA = Path(__file__).parents[1] / "data" / "github-status"


def paragraph(day: str, clock: str, status: str, words: str, zone: str = "UTC") -> str:
    month, number = day.split()
    return (
        f"<p> <small>{month} <var data-var='date'>{number}</var>, "
        f"<var data-var='time'>{clock}</var> {zone}</small><br> "
        f"<strong>{status}</strong> - {words} </p>"
    )


def feed(content: str, *, published: str = "", updated: str = "2026-01-02T00:30:00Z") -> bytes:
    stamp = f"<published>{published}</published>" if published else ""
    return f"""<feed xmlns="http://www.w3.org/2005/Atom"><entry>
        <id>tag:s.example,2005:Incident/42</id>{stamp}<updated>{updated}</updated>
        <link rel="alternate" href="https://s.example/incidents/abc"/>
        <title>Slow</title><content type="html">{html.escape(content)}</content>
        </entry></feed>""".encode()


def read(content: str, **times: str) -> Batch:
    return feeds.read(feed(content, **times), "history.atom", NOW)


def times(batch: Batch) -> list[str]:
    return [f"{post.at:%Y-%m-%dT%H:%M}" for post in batch.incidents[0].posts]


def body_of(words: str) -> str:
    return read(paragraph("Jan 1", "10:00", "Resolved", words)).incidents[0].posts[0].body


def test_real_feed_tells_the_same_as_the_real_json_lines() -> None:
    found = feeds.read((DATA / "history.atom").read_bytes(), "history.atom", NOW)
    lines = (DATA / "incidents.jsonl").read_bytes()
    told = {one.origin_id: one for one in jsonl.read(lines, "x", ZoneInfo("UTC"), NOW).incidents}
    assert len(found.incidents) == 25
    assert not found.faults
    for incident in found.incidents:
        same = told[incident.origin_id]
        assert (incident.origin, incident.title) == (same.origin, same.title)
        assert {post.at for post in incident.posts} == {post.at for post in same.posts}


def test_entry_keeps_address_number_and_posts_oldest_first() -> None:
    [found] = read(
        paragraph("Jan 2", "00:10", "Resolved", "Over.")
        + paragraph("Jan 1", "23:00", "Update", "Still.")
        + paragraph("Jan 1", "22:00", "Identified", "Found.")
    ).incidents
    assert (found.origin, found.origin_id) == ("https://s.example/incidents/abc", "42")
    assert (found.kind, found.impact, found.components) == (Kind.INCIDENT, Impact.NONE, ())
    assert [post.body for post in found.posts] == ["Found.", "Still.", "Over."]
    assert [post.status for post in found.posts] == [
        Status.IDENTIFIED,
        Status.IDENTIFIED,
        Status.RESOLVED,
    ]


def test_year_is_inferred_back_over_new_year() -> None:
    batch = read(
        paragraph("Jan 2", "00:10", "Resolved", "Over.")
        + paragraph("Jan 1", "00:05", "Update", "Still.")
        + paragraph("Dec 31", "23:59", "Investigating", "Look.")
    )
    assert times(batch) == ["2025-12-31T23:59", "2026-01-01T00:05", "2026-01-02T00:10"]


@pytest.mark.parametrize("published", ["2024-12-31T23:59:20Z", "2025-01-01T00:40:20Z"])
def test_entry_edited_long_after_keeps_its_year(published: str) -> None:
    batch = read(
        paragraph("Jan 1", "00:40", "Resolved", "Over.")
        + paragraph("Dec 31", "23:59", "Investigating", "Look."),
        published=published,
        updated="2026-06-01T10:00:00Z",
    )
    assert times(batch) == ["2024-12-31T23:59", "2025-01-01T00:40"]


def test_leap_day_is_in_a_leap_year() -> None:
    batch = read(paragraph("Feb 29", "12:00", "Resolved", "Over."), updated="2024-02-29T12:00:00Z")
    assert times(batch) == ["2024-02-29T12:00"]


@pytest.mark.parametrize(
    ("zone", "utc"), [("PDT", "17:00"), ("CET", "09:00"), ("+0530", "04:30"), ("-03", "13:00")]
)
def test_zone_of_the_page_is_understood(zone: str, utc: str) -> None:
    batch = read(paragraph("Jan 1", "10:00", "Resolved", "Over.", zone))
    assert times(batch) == [f"2026-01-01T{utc}"]


def test_scheduled_event_is_a_maintenance_with_its_window() -> None:
    lead = (
        "<p><strong>THIS IS A SCHEDULED EVENT Jan <var data-var='date'>4</var>, "
        "<var data-var='time'>22:00</var>&nbsp;-&nbsp;<var data-var='time'>01:30</var> UTC"
        "</strong></p>"
    )
    [found] = read(lead + paragraph("Dec 31", "12:00", "Scheduled", "We upgrade.")).incidents
    assert (found.kind, found.impact) == (Kind.MAINTENANCE, Impact.MAINTENANCE)
    assert found.window == Window(
        datetime(2026, 1, 4, 22, tzinfo=UTC), datetime(2026, 1, 5, 1, 30, tzinfo=UTC)
    )


def test_window_over_several_days_names_both() -> None:
    lead = "<p><strong>THIS IS A SCHEDULED EVENT Dec 31, 22:00 - Jan 2, 01:30 UTC</strong></p>"
    [found] = read(
        lead + paragraph("Dec 30", "12:00", "Scheduled", "We upgrade."),
        updated="2025-12-30T12:00:00Z",
    ).incidents
    assert found.window == Window(
        datetime(2025, 12, 31, 22, tzinfo=UTC), datetime(2026, 1, 2, 1, 30, tzinfo=UTC)
    )


@pytest.mark.parametrize(
    ("words", "body"),
    [
        ("one<br /><br />two", "one\n\ntwo"),
        ('see <a href="https://e.example/x">the note</a>.', "see [the note](https://e.example/x)."),
        ('see <a href="https://e.example/">https://e.example/</a>', "see https://e.example/"),
        ('<a href="javascript:alert(1)">here</a>', "here"),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
        ("a &amp;lt;b&amp;gt; <script>alert(1)</script><!-- no -->c", "a &amp;lt;b&amp;gt; c"),
        ("", ""),
    ],
)
def test_content_becomes_plain_markdown(words: str, body: str) -> None:
    assert body_of(words) == body


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<p>Nothing of the kind.</p>", "no updates in the Statuspage form"),
        (paragraph("Foo 1", "10:00", "Resolved", "x"), "is not a date like"),
        (paragraph("Feb 30", "10:00", "Resolved", "x"), "does not exist"),
        (paragraph("Jan 1", "25:00", "Resolved", "x"), "does not exist"),
        (paragraph("Jan 1", "10:00", "Resolved", "x", "XYZ"), "The zone 'XYZ' is not known"),
        (paragraph("Jan 1", "10:00", "Exploded", "x"), "'Exploded' is not a status"),
    ],
)
def test_entry_that_cannot_be_read_is_refused_with_its_reason(content: str, said: str) -> None:
    batch = read(content)
    assert (batch.incidents, batch.refused) == ((), 1)
    assert batch.faults[0].line == 1
    assert said in str(batch.faults[0].text)


@pytest.mark.parametrize(
    ("updated", "said"),
    [
        ("yesterday", "is not a time"),
        ("", "no time of its own"),
        ("2026-01-02T00:30:00", "has no zone"),
        (f"Sun, 06 Nov 1994 08:49:37 +{'9' * 20}", "is not a time like"),
    ],
)
def test_entry_without_a_proper_time_is_refused(updated: str, said: str) -> None:
    batch = read(paragraph("Jan 1", "10:00", "Resolved", "x"), updated=updated)
    assert said in str(batch.faults[0].text)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not xml",
        b"<html><body/></html>",
        b"<opml/>",
        b"<!DOCTYPE feed [<!ENTITY a 'b'>]><feed xmlns='http://www.w3.org/2005/Atom'>&a;</feed>",
    ],
)
def test_document_that_is_no_plain_feed_is_refused_as_a_whole(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"history\.atom"):
        feeds.read(data, "history.atom", NOW)


@pytest.mark.parametrize(
    "piece", ["<small>", "<small>x</small>", "<b>", "<ul><li>", "<small>x</small><strong>", " "]
)
def test_hostile_content_is_read_to_its_end(piece: str) -> None:
    content = paragraph("Jan 1", "10:00", "Resolved", "x") + piece * 10_000  # squared: minutes
    batch = read(content)
    assert len(batch.incidents) + len(batch.faults) == 1
