"""Feeds whose updates bear no times, and one whose contents are escaped twice."""

from __future__ import annotations

from html import escape

from statuspage.domain.incidents.imported import Batch
from statuspage.domain.vocabulary.states import Kind
from statuspage.imports import feed
from tests.imports.history import NOW


def read(content: str, times: str, *, is_atom: bool = True) -> Batch:
    link = "https://s.example/incidents/1"
    text = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>T</title><id>1</id>'
        f'<link href="{link}"/>{times}<content type="html">{escape(content)}</content>'
        "</entry></feed>"
        if is_atom
        else f"<rss><channel><item><title>T</title><link>{link}</link>{times}"
        f"<description>{escape(content)}</description></item></channel></rss>"
    )
    return feed.read(text.encode(), "feed", NOW)


def posts(batch: Batch) -> list[tuple[str, str, str]]:
    [found] = batch.incidents
    return [(str(one.status), f"{one.at:%d %H:%M}", one.body) for one in found.posts]


def test_updates_without_times_stand_at_those_of_their_entry() -> None:
    batch = read(
        "<p><strong>Resolved</strong> \u2014 <p>Over.</p></p>"
        "<p><strong>Identified</strong> \u2014 <p>It is a <b>disk</b>.</p></p>"
        "<p><strong>Investigating</strong> \u2014 <p>We look.</p></p>",
        "<published>2026-07-01T10:00:00Z</published><updated>2026-07-02T12:00:00Z</updated>",
    )
    assert posts(batch) == [
        ("investigating", "01 10:00", "We look."),
        ("identified", "01 10:00", "It is a **disk**."),
        ("resolved", "02 12:00", "Over."),
    ]
    assert "its 3 updates bear no times" in str(batch.notes[0])


def test_log_of_status_io_is_oldest_first_and_active_work_is_in_progress() -> None:
    batch = read(
        "<b>Scheduled</b> - Soon.<br /><br /><b>Active</b> - Now.<br /><br />"
        "<b>Completed</b> - Done.",
        "<pubDate>Wed, 01 Jul 2026 10:00:00 +0000</pubDate>",
        is_atom=False,
    )
    assert posts(batch) == [
        ("scheduled", "01 10:00", "Soon."),
        ("in_progress", "01 10:00", "Now."),
        ("completed", "01 10:00", "Done."),
    ]
    assert batch.incidents[0].kind is Kind.MAINTENANCE


def test_contents_that_are_escaped_twice_are_read() -> None:
    inner = (
        "<p><small>Sep <var data-var='date'> 25</var>, <var data-var='time'>15:15:00</var> GMT+0"
        "</small><br><strong>Investigating</strong> -\n We look.</p>"
    )
    lead = "<p><strong>Type:</strong> Incident</p> <p><strong>Affected Components:</strong> App</p>"
    batch = read(
        f"{lead}{escape(inner)}",
        "<published>2025-09-25T15:15:00Z</published><updated>2025-09-25T15:15:00Z</updated>",
    )
    assert posts(batch) == [("investigating", "25 15:15", "We look.")]
    assert batch.incidents[0].components == ("App",)


def test_words_without_any_state_are_refused_still() -> None:
    times = "<published>2026-07-01T10:00:00Z</published>"
    batch = read("<p><strong>Note</strong> - nothing.</p>", times)
    assert (batch.refused, len(batch.incidents)) == (1, 0)
    assert "no updates in the Statuspage form" in str(batch.faults[0])
