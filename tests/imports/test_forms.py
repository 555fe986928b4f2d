"""Forms of feeds: Atom and RSS as they are found, JSON Feed, Instatus; what spoils one entry."""

from __future__ import annotations

import html
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from statuspage.content.markdown import to_html
from statuspage.domain.incidents.imported import Batch, Window
from statuspage.domain.vocabulary.states import Kind, Status
from statuspage.errors import SourceError
from statuspage.imports import feed

FEEDS = Path(__file__).parents[1] / "data" / "feeds"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">{entries}</feed>'


def post(day: str, status: str, words: str) -> str:
    return f"<p><small>{day} UTC</small><br/><strong>{status}</strong> - {words}</p>"


CONTENT = post("Jun 5, 01:40", "Resolved", "Over.") + post("Jun 5, 01:00", "Investigating", "Look.")


def entry(number: int = 1, title: str = "<title>Slow</title>", content: str = CONTENT) -> str:
    return (
        f"<entry><id>tag:s.example,2005:Incident/{number}</id>{title}"
        f'<link rel="alternate" href="https://s.example/incidents/{number}"/>'
        "<published>2026-06-05T01:00:00Z</published><updated>2026-06-05T01:40:00Z</updated>"
        f'<content type="html">{html.escape(content)}</content></entry>'
    )


def atom(*entries: str, language: str = "en") -> bytes:
    return ATOM.format(entries="\n".join(entries), language=language).encode()


def read(data: bytes) -> Batch:
    return feed.read(data, "history", NOW)


def titles(batch: Batch) -> list[str]:
    return [one.title for one in batch.incidents]


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ('<title type="html">R&amp;amp;D &lt;b&gt;search&lt;/b&gt;</title>', "R&D search"),
        ("<title>R&amp;D</title>", "R&D"),
        ("<title>a &lt;b&gt;</title>", "a <b>"),
        (
            '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">R&amp;D '
            "<em>search</em></div></title>",
            "R&D search",
        ),
        ("<title><![CDATA[R&D]]></title>", "R&D"),
    ],
)
def test_title_is_read_by_its_type(title: str, words: str) -> None:
    assert titles(read(atom(entry(title=title)))) == [words]


def test_xhtml_content_is_read_as_such() -> None:
    inner = f'<div xmlns="http://www.w3.org/1999/xhtml">{CONTENT}</div>'
    data = atom(entry()).decode().replace(html.escape(CONTENT), inner)
    [found] = read(data.replace('type="html"', 'type="xhtml"').encode()).incidents
    assert [one.body for one in found.posts] == ["Look.", "Over."]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.replace(b"Over.", b"Over.\x0b"),
        lambda data: data.replace(b"Over.", b"Over.&#11;"),
        lambda data: data.replace(b"Over.", b"Over.&nbsp;"),
        lambda data: data.replace(b">Slow<", b">Slow & low<"),
        lambda data: b"\n\n <?xml version='1.0'?>" + data,
        lambda data: b"\xef\xbb\xbf<?xml version='1.0' encoding='utf-8'?>" + data,
        lambda data: data.decode().encode("utf-16"),
        lambda data: (
            b"<?xml version='1.0' encoding='ISO-8859-1'?>"
            + data.replace(b"Slow", "Störung".encode())
        ),
        lambda data: (
            b"<?xml version='1.0' encoding='ISO-8859-1'?>"
            + data.replace(b"Slow", "Störung".encode("latin-1"))
        ),
    ],
)
def test_what_browsers_bear_costs_nothing(spoil: object) -> None:
    assert callable(spoil)
    batch = read(spoil(atom(entry(1), entry(2))))
    assert (len(batch.incidents), batch.refused) == (2, 0)
    assert titles(batch)[0] in ("Slow", "Slow & low", "Störung")


@pytest.mark.parametrize("spoilt", ["<b>", "</title>", "<content", "\xff"])
def test_spoilt_entry_is_refused_alone_with_its_line(spoilt: str) -> None:
    bad = entry(2).replace("Slow", f"Slow{spoilt}")
    data = ATOM.format(entries="\n".join([entry(1), bad, entry(3)]), language="en")
    batch = read(data.encode("latin-1"))
    assert [one.origin_id for one in batch.incidents] == ["1", "3"]
    assert batch.refused == 1
    assert [fault.line for fault in batch.faults] == [2]


def test_tags_in_the_words_of_an_entry_end_it_nowhere_in_a_spoilt_feed() -> None:
    words = CONTENT.replace("Over.", "The feed lost an <entry>, </entry> and <item>.")
    good = entry(1).replace(html.escape(CONTENT), f"<![CDATA[{words}]]>")
    batch = read(atom(good, entry(2).replace("Slow", "Slow<b>"), entry(3)))
    assert [one.origin_id for one in batch.incidents] == ["1", "3"]
    assert batch.refused == 1


def test_feed_that_was_cut_off_keeps_its_whole_entries() -> None:
    batch = read(atom(entry(1), entry(2))[:-60])
    assert [one.origin_id for one in batch.incidents] == ["1"]
    assert "fetch the whole feed again" in str(batch.faults[0])


def rss(description: str, more: str = "", date: str = "Fri, 05 Jun 2026 01:40:00 +0000") -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>S Status - Incident History</title><link>https://s.example</link>
<item><title>R&amp;amp;D</title><description>{html.escape(description)}</description>
<pubDate>{date}</pubDate><link>https://s.example/incidents/1</link>
<guid>https://s.example/incidents/1</guid>{more}</item></channel></rss>""".encode()


@pytest.mark.parametrize(
    "date",
    [
        "Fri, 05 Jun 2026 01:40:00 +0000",
        "Fri, 05 Jun 2026 01:40:00 GMT",
        "Thu, 04 Jun 2026 18:40:00 PDT",
        "Fri, 05 Jun 2026 03:40:00 CEST",
    ],
)
def test_rss_history_is_read(date: str) -> None:
    [found] = read(rss(CONTENT, date=date)).incidents
    assert (found.origin, found.source) == ("https://s.example/incidents/1", "s.example")
    assert [f"{one.at:%Y-%m-%dT%H:%M}" for one in found.posts] == [
        "2026-06-05T01:00",
        "2026-06-05T01:40",
    ]


def test_rss_maintenance_keeps_its_window() -> None:
    description = post("May 20, 10:00", "Scheduled", "We upgrade.")
    more = "<maintenanceEndDate>Fri, 05 Jun 2026 03:00:00 +0000</maintenanceEndDate>"
    [found] = read(rss(description, more)).incidents
    assert found.kind is Kind.MAINTENANCE
    assert found.window == Window(
        datetime(2026, 6, 5, 1, 40, tzinfo=UTC), datetime(2026, 6, 5, 3, tzinfo=UTC)
    )
    assert f"{found.started_at:%Y-%m-%d}" == "2026-05-20"


def test_json_feed_is_read() -> None:
    item = {
        "id": "1",
        "url": "https://s.example/incidents/1",
        "title": "R&D",
        "content_html": CONTENT,
        "date_published": "2026-06-05T01:00:00Z",
        "date_modified": "2026-06-05t01:40:00z",
    }
    told = {"version": "https://jsonfeed.org/version/1.1", "title": "S", "items": [item, {}, 7]}
    batch = read(json.dumps(told).encode())
    assert titles(batch) == ["R&D"]
    assert batch.refused == 2


@pytest.mark.parametrize("data", [b"{}", b'{"id": 1}\n{"id": 2}', b'{"version": "x", "items": []}'])
def test_json_that_is_no_feed_names_the_other_command(data: bytes) -> None:
    with pytest.raises(SourceError, match="import incidents"):
        read(data)


def instatus(kind: str, *posts: tuple[str, str]) -> str:
    facts = f"<p><strong>Type:</strong> {kind}</p><p><strong>Duration:</strong> 8 minutes</p>"
    facts += "<p><strong>Affected Components:</strong> Website, API</p>"
    return facts + "".join(
        f"<p><small>{day}, <var data-var='time'>{clock}</var> GMT+0</small><br />"
        f"<strong>{status}</strong> -\n    Words.</p>"
        for when, status in posts
        for day, clock in [when.split(", ")]
    )


def test_incident_of_instatus_has_seconds_and_components() -> None:
    content = instatus(
        "Incident", ("Jun  5, 01:40:38", "Resolved"), ("Jun  4, 21:10:00", "Investigating")
    )
    [found] = read(atom(entry(content=content))).incidents
    assert (found.kind, found.components) == (Kind.INCIDENT, ("Website", "API"))
    assert found.posts[-1].at == datetime(2026, 6, 5, 1, 40, 38, tzinfo=UTC)


def test_planned_work_of_instatus_is_scheduled_until_it_begins() -> None:
    content = instatus(
        "Maintenance",
        ("Jul  8, 07:24:48", "Identified"),
        ("Jul 19, 06:00:01", "Identified"),
        ("Jul 19, 06:07:55", "Completed"),
    )
    told = entry(content=content).replace("2026-06-05T01:00:00Z", "2026-07-19T06:00:00.000+00:00")
    batch = read(atom(told.replace("2026-06-05T01:40:00Z", "2026-07-08T07:24:48.978+00:00")))
    [found] = batch.incidents
    assert [one.status for one in found.posts] == [
        Status.SCHEDULED,
        Status.IN_PROGRESS,
        Status.COMPLETED,
    ]
    assert found.window.start == datetime(2026, 7, 19, 6, tzinfo=UTC)
    assert "is read as scheduled" in str(batch.notes[0])


@pytest.mark.parametrize(
    ("language", "resolved", "investigating", "day"),
    [
        ("de", "Behoben", "Wird untersucht", "5. Juni"),
        ("fr", "Résolu", "Enquête en cours", "juin 5"),
        ("es", "Resuelto", "Investigando", "5 de jun."),
        ("pt", "Resolvido", "Em investigação", "jun 5"),
        ("ja", "解決済み", "調査中", "6月 5"),
        ("zh", "已解决", "调查中", "6月5日"),
        ("ko", "해결됨", "조사 중", "6월 5"),
        ("pl", "Rozwiązany", "Analiza", "5 cze"),
    ],
)
def test_labels_and_months_of_other_languages(
    language: str, resolved: str, investigating: str, day: str
) -> None:
    content = post(f"{day}, 01:40", resolved, "x") + post(f"{day}, 01:00", investigating, "y")
    [found] = read(atom(entry(content=content), language=language)).incidents
    assert [one.status for one in found.posts] == [Status.INVESTIGATING, Status.RESOLVED]
    assert f"{found.started_at:%m-%d}" == "06-05"


def test_posts_of_one_instant_keep_their_order_and_the_closing_one_comes_last() -> None:
    same = [("Resolved", "c"), ("Update", "b"), ("Investigating", "a")]
    content = "".join(post("Jun 5, 01:40", status, words) for status, words in same)
    [found] = read(atom(entry(content=content))).incidents
    assert [one.body for one in found.posts] == ["a", "b", "c"]
    content = "".join(post("Jun 5, 01:40", status, words) for status, words in same[::-1])
    [found] = read(atom(entry(content=content))).incidents
    assert found.posts[-1].status is Status.RESOLVED


def test_feed_of_the_finding_reads_as_its_source_meant() -> None:
    [found] = read((FEEDS / "md.atom").read_bytes()).incidents
    investigating, regions, factor, closed = [
        to_html(one.body).replace("\n", "") for one in found.posts
    ]
    assert investigating == "<p>1986. was a year<br>- 5 degrees<br>&gt; 500 ms</p>"
    assert "<td>EU</td><td>down</td>" in regions
    assert ">error graph</a>" in regions
    assert "<pre><code>line 1  line 2" in regions
    assert "2*3*4 and a * b * c, path /a/*/b/*, __init__ and <code>x_y_z</code>" in factor
    assert "<ol><li>first</li><li>second</li></ol>" in factor
    assert closed.startswith("<p>#4711 is closed by the vendor.<br>10:00 first step<br>10:05")
