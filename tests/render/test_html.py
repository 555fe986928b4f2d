"""Pages as a reader gets them, from hand-made facts or from a small store."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.maintenance.planned import move_maintenance, schedule_maintenance
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.render.assets import asset_path
from statuspage.site import catalogue
from tests.helpers.pages import rendered

NOW = datetime(2026, 7, 3, 14, 0, tzinfo=UTC)
DANA = Actor("Dana")


@pytest.fixture(autouse=True)
def _at_now(store: Path) -> Iterator[None]:
    with clock.standing_at(NOW):
        yield


def page(path: str) -> str:
    return rendered(path).body.decode()


def text_of(source: str) -> str:
    """The words of a page on one line."""
    source = re.sub(r"</?(?:a|bdi|span|strong|time)\b[^>]*>", "", source)
    words = re.sub(r"<[^>]+>", " ", source)
    return re.sub(r"[\s\N{NO-BREAK SPACE}]+", " ", words)


def outage(title: str = "Nobody can sign in", **word: object) -> Incident:
    values: dict[str, object] = {
        "body": "We are **looking**.",
        "status": Status.INVESTIGATING,
        "components": {"api": ComponentState.MAJOR_OUTAGE},
        "owner": "Ines",
        "next_due": NOW + timedelta(minutes=30),
    }
    return open_incident(title, NewUpdate(**{**values, **word}), DANA)  # type: ignore[arg-type]


def test_home_says_first_that_all_is_well_and_when() -> None:
    main = text_of(page("/").split("<main", 1)[1])
    assert "All systems are working. As of 15:00 BST" in main  # nothing checks it
    assert main.index("All systems are working.") < main.index("Parts of the service")


def test_home_gives_the_first_place_to_an_open_incident() -> None:
    outage()
    source = page("/")
    heading = source.split("<h1", 1)[1].split("</h1>", 1)[0]
    first = text_of(source.split("<main", 1)[1].split("<section", 1)[0])
    assert "Nobody can sign in" in heading
    for words in ("API: major outage", "We are looking", "Owner: Ines", "Next update by 15:30 BST"):
        assert words in first


def test_home_says_when_a_promised_update_is_late() -> None:
    outage()
    with clock.standing_at(NOW + timedelta(minutes=31, seconds=1)):
        assert "The next update was due at 15:30 BST and is late." in text_of(page("/"))


def test_home_puts_the_worst_incident_first() -> None:
    outage("Everything is down")
    with clock.standing_at(NOW + timedelta(minutes=1)):
        outage("A little slow", components={"docs": ComponentState.DEGRADED}, next_due=None)
        source = page("/")
    assert source.index("Everything is down") < source.index("A little slow")


def test_home_has_its_words_in_a_few_kilobytes() -> None:
    assert len(page("/")) < 15_000


def test_incident_page_tells_each_update_with_its_changes_and_its_promise() -> None:
    key = outage().key
    with clock.standing_at(NOW + timedelta(minutes=45)):
        post_update(key, NewUpdate("It is mended.", Status.RESOLVED), DANA)
    words = text_of(page(f"/incidents/{key}"))
    assert "API: operational → to major outage" in words
    assert "API: major outage → to operational" in words
    assert "Next update promised by 15:30 BST: late, it came at 15:45 BST." in words
    assert "45 min after the first notice" in words


def test_incident_page_never_leaves_out_a_day_for_it_is_kept_for_long() -> None:
    key = outage(next_due=None).key
    times = re.findall(r"<time[^>]*>([^<]*)</time>", page(f"/incidents/{key}"))
    assert times
    assert all("2026" in words for words in times)


def test_incident_page_strikes_the_title_of_a_false_alarm() -> None:
    key = outage().key
    post_update(key, NewUpdate("It was our monitor.", Status.FALSE_ALARM), DANA)
    assert "<s><bdi>Nobody can sign in</bdi></s>" in page(f"/incidents/{key}")


def test_incident_page_says_that_it_was_reopened() -> None:
    key = outage().key
    for minute, status in ((5, Status.RESOLVED), (10, Status.INVESTIGATING)):
        with clock.standing_at(NOW + timedelta(minutes=minute)):
            post_update(key, NewUpdate("On we go.", status), DANA)
    assert "Reopened after it had been resolved" in page(f"/incidents/{key}")


def test_incident_page_labels_what_was_added_afterwards() -> None:
    key = outage(posted_at=NOW - timedelta(days=1), next_due=None).key
    words = text_of(page(f"/incidents/{key}"))
    assert words.count("Added afterwards on 3 July 2026, 15:00 BST") == 1


def test_maintenance_page_keeps_what_was_cancelled() -> None:
    start = NOW + timedelta(days=1)
    planned = schedule_maintenance(
        "New disks", "Short breaks.", start, start + timedelta(hours=2), ["api"], DANA
    )
    assert "4 July 2026, 15:00 to 17:00 BST" in text_of(page("/maintenance"))
    move_maintenance(planned.key, Status.CANCELLED, "Not needed.", DANA)
    assert "<s><bdi>New disks</bdi></s>" in page("/maintenance")


def test_pages_escape_hostile_titles_and_isolate_their_direction() -> None:
    key = outage('<script>alert("1")</script> & ]]> \u05d0').key
    for path in ("/", "/history", f"/incidents/{key}", "/components/api"):
        source = page(path)
        assert "<script>alert" not in source
        assert "<bdi>&lt;script&gt;alert" in source


def test_every_page_stands_on_its_own_under_a_strict_policy() -> None:
    outage()
    seen = 0
    for found in catalogue.all_pages():
        if not found.page.content_type.startswith("text/html"):
            continue
        source = catalogue.render(found).body.decode()
        seen += 1
        assert source.count("<h1") == 1, found.path
        assert source.count("<!--stale-->") == 1, found.path
        assert not re.search(r"<[^>]* (style|on\w+)=", source), found.path
        assert not re.search(r"(src|href)=\"(data|javascript):", source), found.path
        shown = ['<script src="/embed.js" async>'] if found.path == "/embed" else []  # tried there
        ours = f'<script src="{asset_path("page.js")}" defer>'
        assert sorted(re.findall(r"<script[^>]*>", source)) == sorted([*shown, ours])
        ids = re.findall(r' id="([^"]+)"', source)
        assert len(ids) == len(set(ids)), found.path
        levels = [int(level) for level in re.findall(r"<h([1-6])", source)]
        assert all(after <= before + 1 for before, after in pairwise(levels))
    assert seen > 10


def test_every_page_names_its_address_and_the_feeds() -> None:
    source = page("/history")
    assert '<link rel="canonical" href="https://status.acme.example/history">' in source
    for feed in ("/feeds/all", "/updates"):
        for ending in ("atom", "rss", "json"):
            assert f'href="{feed}.{ending}"' in source


def test_empty_pages_say_what_will_appear() -> None:
    assert "Nothing has happened yet." in page("/history")
    assert "Nothing is planned." in page("/maintenance")
    assert "the newest first" in page("/changelog")
    assert "What you ask for will appear here" in page("/you-said-we-did")
