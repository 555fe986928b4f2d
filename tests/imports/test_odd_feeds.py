"""Feeds as they are found in the world: what is mended, what is refused, and what is told of it."""

from __future__ import annotations

import html
from datetime import UTC, datetime

import pytest

from statuspage.domain.incidents.imported import Batch, ImportedIncident
from statuspage.errors import SourceError
from statuspage.imports import feed

NOW = datetime(2026, 11, 1, tzinfo=UTC)
BEGAN = datetime(2026, 6, 5, 1, 0, tzinfo=UTC)


def post(day: str, status: str, words: str) -> str:
    return f"<p><small>{day}</small><br/><strong>{status}</strong> - {words}</p>"


def told(
    last: str = "Jun 5, 01:40 UTC", first: str = "Jun 5, 01:00 UTC", words: str = "Over."
) -> str:
    return post(last, "Resolved", words) + post(first, "Investigating", "Look.")


def entry(
    content: str = "",
    *,
    title: str = "<title>Slow</title>",
    published: str = "2026-06-05T01:00:00Z",
    updated: str = "2026-06-05T01:40:00Z",
    link: str = "https://s.example/incidents/1",
    base: str = "",
) -> str:
    return (
        f'<entry><id>tag:s.example,2005:Incident/1</id>{title}<link href="{link}"/>'
        f"<published>{published}</published><updated>{updated}</updated>"
        f'<content type="html"{base}>{html.escape(content or told())}</content></entry>'
    )


def atom(one: str, head: str = "", more: str = "") -> bytes:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"{more}>{head}{one}</feed>'.encode()


def rss(date: str) -> bytes:
    description = html.escape(told())
    return (
        '<rss version="2.0"><channel><link>https://s.example</link><item><title>Slow</title>'
        f"<guid>https://s.example/incidents/1</guid><pubDate>{date}</pubDate>"
        f"<description>{description}</description></item></channel></rss>"
    ).encode()


def read(data: bytes, name: str = "f") -> Batch:
    return feed.read(data, name, NOW)


def only(data: bytes) -> ImportedIncident:
    batch = read(data)
    assert batch.faults == ()
    [found] = batch.incidents
    return found


@pytest.mark.parametrize(
    ("last", "first"),
    [
        ("Jun 5, 26, 01:40 UTC", "Jun 5, 26, 01:00 UTC"),
        ("Jun 5 '26, 01:40 UTC", "Jun 5 ’26, 01:00 UTC"),
        ("5-Jun-26 01:40 UTC", "5 June 26 01:00 UTC"),
        ("5. Juni 26, 01:40 UTC", "5 de jun. de 26, 01:00 UTC"),
        ("05.06.2026, 01:40 UTC", "5. 6. 2026 01:00 UTC"),
        ("05.06.26 01:40 UTC", "05.06.26 01:00 UTC"),
        ("2026/06/05 01:40 UTC", "2026.06.05 01:00 UTC"),
        ("June 5th, 2026 at 1:40 AM UTC", "Friday, June 5th, 1:00 a.m. UTC"),
        ("6月 5, 01:40 UTC", "6月5日 01:00 UTC"),
    ],
)
def test_day_is_read_with_years_of_two_digits_and_in_numbers(last: str, first: str) -> None:
    found = only(atom(entry(told(last, first))))
    assert [one.at for one in found.posts] == [BEGAN, BEGAN.replace(minute=40)]


@pytest.mark.parametrize("day", [*range(1, 32)])
def test_day_of_a_month_is_never_taken_for_a_year(day: int) -> None:
    at = f"2026-07-{day:02}T01:00:00Z"
    for text in (f"Jul {day}", f"{day}. Juli", f"7月 {day}", f"7月{day}日", f"Jul {day:02}"):
        content = post(f"{text}, 01:00 UTC", "Resolved", "Over.")
        found = only(atom(entry(content, published=at, updated=at)))
        assert found.started_at == datetime.fromisoformat(at), text


def test_day_with_slashes_is_read_where_one_number_can_be_no_month_else_refused() -> None:
    for day in ("25/06/2026", "06/25/2026"):
        content = told(f"{day} 01:40 UTC", f"{day} 01:00 UTC")
        assert only(atom(entry(content))).started_at == BEGAN.replace(day=25)
    [fault] = read(atom(entry(told("06/05/2026 01:40 UTC")))).faults
    assert "can be read as two different days" in str(fault)


def test_day_that_is_far_from_its_entry_is_told_with_its_year_too() -> None:
    batch = read(atom(entry(told("Jun 5, 2025, 01:40 UTC", "Jun 5, 2025, 01:00 UTC"))))
    assert "is read as 2025-06-05, 364 days before it was published" in str(batch.notes[0])


def test_clock_of_24_hours_bears_its_half_of_the_day() -> None:
    content = told("Jun 5, 13:40 PM UTC", "Jun 5, 1:00 PM UTC")
    assert only(atom(entry(content))).started_at == BEGAN.replace(hour=13)


@pytest.mark.parametrize(
    "day",
    [
        "5 Haziran 2026 ÖS 1:40",
        "5 Ιουνίου 2026, 1:40 μ.μ.",
        "5 de junio de 2026, 1:40 p. m.",
        "5 de junio de 2026, 1:40 de la tarde",
        "2026年6月5日 下午1:40",
        "2026年6月5日 午後1:40",
        "2026년 6월 5일 오후 1:40",
        "5 юни 2026, 1:40 следобед",
        "2026. június 5. du. 1:40",
        "5. Juni 2026 um 13:40 Uhr",
        "5. Juni 2026, 13.40 Uhr",
        "5. juni 2026 kl. 13.40",
        "5. kesäkuuta 2026 klo 13.40",
        "5 czerwca 2026 r., 13:40",
        "5 juin 2026 à 13h40",
    ],
)
def test_clock_of_any_language_is_read(day: str) -> None:
    found = only(atom(entry(post(f"{day} UTC", "Resolved", "Over."))))
    assert found.started_at == BEGAN.replace(hour=13, minute=40)


@pytest.mark.parametrize("day", ["2026. június 5. éjjel 1:40", "5 юни 2026, 1:40 на обяд"])
def test_part_of_a_day_that_may_be_either_half_is_refused(day: str) -> None:
    [fault] = read(atom(entry(post(f"{day} UTC", "Resolved", "Over.")))).faults
    assert "is not a date like" in str(fault)


@pytest.mark.parametrize(
    "time",
    [
        "2026-06-05t01:00:00z",
        "2026-06-05T01:00:00-00:00",
        "2026-06-05T01:00:00.123456789Z",
        "2026-06-05 01:00:00 +0000",
        "2026-06-05 01:00:00 UTC",
        "2026-06-05T01:00:60Z",
        "Fri, 05 Jun 2026 01:00:00 -0000",
        "Fri, 05 Jun 26 01:00:00 GMT",
    ],
)
def test_time_of_an_entry_is_read(time: str) -> None:
    assert only(atom(entry(published=time))).started_at == BEGAN
    assert only(rss(time)).started_at == BEGAN


@pytest.mark.parametrize(
    ("zone", "hours"),
    [("IST", -5.5), ("IST", -1), ("IST", -2), ("BST", -6), ("EST", 5), ("CST", -8)],
)
def test_zone_is_that_which_the_entry_decides(zone: str, hours: float) -> None:
    at = datetime.fromtimestamp(BEGAN.timestamp() + hours * 3600, UTC)
    time = f"{at:%Y-%m-%dT%H:%M:00Z}"
    content = told(f"Jun 5, 01:40 {zone}", f"Jun 5, 01:00 {zone}")
    assert only(atom(entry(content, published=time, updated=time))).started_at == at


def test_characters_that_no_page_can_show_are_told() -> None:
    words = told(words="O\x0bv\u202eer")
    batch = read(atom(entry(words, title="<title>x&#xD83D;&#xDCA5;y&#55357;&#0;</title>")))
    [found] = batch.incidents
    assert (found.title, found.posts[-1].body) == ("x💥y", "Over")  # a pair of halves is a letter
    assert [str(one.text) for one in batch.notes] == [
        '"x💥y": 3 characters that XML forbids are left out.',
        '"x💥y": left out of its words: U+202E.',
    ]


def test_padding_around_a_feed_is_no_part_of_it() -> None:
    data = b"\x00\x00" + atom(entry()) + b"\x00\x00\n"
    assert only(data).title == "Slow"
    assert read(data).notes == ()


@pytest.mark.parametrize("declared", ["ISO-8859-1", "latin1", "us-ascii", "windows-1252"])
def test_letters_of_windows_under_another_name_are_read_as_browsers_do(declared: str) -> None:
    title = "Größe — “x” 5 €"
    data = f"<?xml version='1.0' encoding='{declared}'?>" + atom(entry()).decode().replace(
        "Slow", title
    )
    assert only(data.encode("cp1252")).title == title


def test_numbers_of_letters_of_windows_are_read_as_browsers_do() -> None:
    title = "<title>A &#150; &#x93;x&#148; 5 &#128;</title>"
    assert only(atom(entry(title=title))).title == "A – “x” 5 €"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_read(encoding: str) -> None:
    data = "<?xml version='1.0' encoding='utf-16'?>" + atom(entry()).decode().replace(
        "Slow", "Büro"
    )
    assert only(data.encode(encoding)).title == "Büro"


@pytest.mark.parametrize(
    "kind",
    [
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://127.0.0.1:9/">',
        "<!DOCTYPE feed SYSTEM 'http://127.0.0.1:9/x'>",
    ],
)
def test_document_type_without_declarations_is_passed_over(kind: str) -> None:
    assert only(kind.encode() + atom(entry())).title == "Slow"


def test_document_type_with_declarations_is_refused() -> None:
    with pytest.raises(SourceError, match="declares a document type"):
        read(b'<!DOCTYPE feed [<!ENTITY a "b">]>' + atom(entry()))


def test_addresses_are_relative_to_what_the_feed_says() -> None:
    content = told(words='<a href="post/1">rel</a>')
    own = atom(entry(content, base=' xml:base="https://a.example/a/"'))
    assert only(own).posts[-1].body == "[rel](https://a.example/a/post/1)"
    whole = atom(entry(content, link="incidents/1"), more=' xml:base="https://b.example/b/"')
    assert only(whole).origin == "https://b.example/b/incidents/1"
    assert only(whole).posts[-1].body == "[rel](https://b.example/b/post/1)"
    headed = atom(entry(content, link="/incidents/1"), '<link href="https://c.example/"/>')
    assert only(headed).origin == "https://c.example/incidents/1"
    assert only(headed).posts[-1].body == "[rel](https://c.example/incidents/post/1)"
    fetched = read(atom(entry(content, link="incidents/1")), "https://d.example/history.atom")
    assert fetched.incidents[0].origin == "https://d.example/incidents/1"


def test_addresses_that_cannot_be_any_cost_no_entry() -> None:
    content, none = told(words='<a href="post/1">rel</a>'), ' xml:base="http://[x"'
    for spoilt in (
        atom(entry(content, base=none)),
        atom(entry(content), more=none),
        atom(entry(content, link="http://[x")),
    ):
        assert only(spoilt).title == "Slow"


def test_words_above_the_updates_are_not_lost_in_silence() -> None:
    batch = read(atom(entry("<p>Affects the EU only.</p>" + told())))
    assert "the words above its updates are left out: “Affects the EU only.”" in str(batch.notes[0])


def test_cell_that_reaches_over_rows_leaves_the_others_in_their_columns() -> None:
    words = (
        "<table><tr><th>A</th><th>B</th><th>C</th></tr><tr><td rowspan=2>a</td><td>1</td><td>x</td>"
        '</tr><tr><td>2</td><td>y</td></tr><tr><td colspan="2">both</td><td>z</td></tr></table>'
    )
    assert only(atom(entry(told(words=words)))).posts[-1].body.split("\n")[2:] == [
        "| a | 1 | x |",
        "|  | 2 | y |",
        "| both |  | z |",
    ]
