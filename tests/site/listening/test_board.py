"""The board "you said, we did": who waits, by state and part; page, CSV and JSON agree."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions import tallies
from statuspage.errors import NotFound
from statuspage.site import catalogue
from statuspage.store import db
from tests.helpers.pages import rendered, words_of
from tests.helpers.sites import open_site, write_site

BOARD = "/you-said-we-did"
NOW = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
FEEDBACK = '\n[feedback]\nanswer_within = "5d"\ncalendar = "office"\n'
OFFICE = """
[[calendars]]
id = "office"
timezone = "Europe/London"
hours = { mon-fri = "09:00-17:00" }
holidays = ["2026-10-30"]
"""


def an_outcome(state: str, *lines: str) -> str:
    front = "".join(f"{line}\n" for line in lines)
    return f"---\ntitle: {{}}\nstate: {state}\nsaid: Please.\n{front}---\n"


CONTENT = {
    # Over a weekend, a change of clocks (25 October) and a holiday (30 October).
    "waits": an_outcome("asked", "asked: 2026-10-23 18:00", "components: [api]"),
    "waits-longer": an_outcome("asked", "asked: 2026-10-02 09:00", "heard: 2"),
    "logs": an_outcome("done", "did: They stay.", "asked: 2026-09-01", "answered: 2026-09-04"),
    "fax": an_outcome("declined", "reason: Nobody has one.", "because: few", "heard: 1"),
    "fax-too": an_outcome("declined", "reason: No machine.", "same_as: fax", "heard: 3"),
    "as-it-is": an_outcome("unchanged", "reason: It is as good as it gets."),
    "plan": an_outcome("planned", "components: [api, docs]", "due: 2026-12-01"),
}


@pytest.fixture(scope="module")
def board(stored_in: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    content = {f"outcomes/{slug}.md": text.format(slug) for slug, text in CONTENT.items()}
    folder = tmp_path_factory.mktemp("board") / "site"
    with clock.standing_at(NOW - timedelta(days=7)):
        yield open_site(write_site(folder, FEEDBACK, OFFICE, content=content))
    db.close_store()


def rows(now: datetime = NOW) -> dict[str, dict[str, str]]:
    body = rendered(f"{BOARD}.csv", now).body.decode()
    return {row["id"]: row for row in csv.DictReader(io.StringIO(body))}


def objects(now: datetime = NOW) -> dict[str, dict[str, object]]:
    found = json.loads(rendered("/api/v1/outcomes", now).body)["outcomes"]
    return {one["id"]: one for one in found}


def headings(path: str, now: datetime = NOW) -> list[str]:
    return re.findall(r'<h[123][^>]*class="clip"><a href="[^"]*/([^"/]+)">', page(path, now))


def page(path: str, now: datetime = NOW) -> str:
    return rendered(path, now).body.decode()


def test_what_waits_longest_stands_first_and_says_how_long(board: Path) -> None:
    text = words_of(rendered(BOARD, NOW))
    assert headings(BOARD)[:2] == ["waits-longer", "waits"]
    assert "Waiting 31 days, late: we meant to answer by 9 October 2026" in text
    assert "Waiting 10 days, late: we meant to answer by 31 October 2026" not in text
    assert "Waiting 10 days, we answer by 2 November 2026" in text


@pytest.mark.parametrize(
    ("now", "days", "is_late"),
    [
        (datetime(2026, 10, 24, 22, 59, tzinfo=UTC), 1, False),  # 23:59 in summer time
        (datetime(2026, 10, 24, 23, 0, tzinfo=UTC), 2, False),  # midnight, before clocks go back
        (datetime(2026, 10, 25, 23, 59, tzinfo=UTC), 2, False),  # a day of 25 hours
        (datetime(2026, 10, 26, 0, 0, tzinfo=UTC), 3, False),
        (datetime(2026, 11, 2, 17, 0, tzinfo=UTC), 10, False),  # the fifth open day closes
        (datetime(2026, 11, 2, 17, 0, 1, tzinfo=UTC), 10, True),
    ],
)
def test_page_table_and_api_agree(board: Path, now: datetime, days: int, is_late: bool) -> None:
    row, told = rows(now)["waits"], objects(now)["waits"]
    assert (row["days"], row["late"]) == (str(days), str(is_late).lower())
    assert (told["days"], told["late"]) == (days, is_late)
    assert row["answer_by"] == told["answer_by"] == "2026-11-02T17:00:00Z"
    for path in (BOARD, f"{BOARD}/waits", f"{BOARD}/state/asked", f"{BOARD}/component/api"):
        about = page(path, now).split(f'{BOARD}/waits">')[-1]
        shown = re.search(r"Waiting (\d+) days?, (late)?", about)
        assert shown is not None
        assert (shown[1], bool(shown[2])) == (str(days), is_late), path


def test_pages_hold_until_a_wait_is_late_or_the_day_ends(board: Path) -> None:
    noon = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
    assert rendered(BOARD, noon).valid_until == datetime(2026, 11, 2, 17, 0, tzinfo=UTC)
    evening = datetime(2026, 11, 2, 18, 0, tzinfo=UTC)
    assert rendered(BOARD, evening).valid_until == datetime(2026, 11, 3, tzinfo=UTC)


def test_sums_can_be_counted_again_from_the_table(board: Path) -> None:
    own = [row for row in rows().values() if not row["same_as"] and not row["withdrawn_at"]]
    text = words_of(rendered(BOARD, NOW))
    assert f"Asked{len(own)} Answered4" in text
    assert len([row for row in own if row["waiting"] == "false"]) == 4
    answered = [row for row in own if row["answered"]]
    assert [row["days"] for row in answered] == ["3"]
    assert "3 days the median of 1 answer" in text
    assert "Of 1 that were due, 0 were answered in time. 2 wait for an answer." in text
    assert "1 waits longer than we promised." in text
    assert "Answers late1" in text
    assert "Too few need it1" in text


def test_board_is_narrowed_by_state_and_part_without_script(board: Path) -> None:
    assert set(headings(f"{BOARD}/state/declined")) == {"fax"}
    assert headings(f"{BOARD}/component/api") == ["waits", "plan"]
    assert headings(f"{BOARD}/component/docs") == ["plan"]
    assert headings(f"{BOARD}/state/doing") == []
    front = page(BOARD)
    assert f'href="{BOARD}/state/declined"' in front
    assert f'href="{BOARD}/component/docs"' in front
    for path in ("state/wrong", "component/wrong", "state/done/1", "state/done/2", "state/done/x"):
        with pytest.raises(NotFound):
            rendered(f"{BOARD}/{path}", NOW)


def test_component_leads_to_the_requests_about_it(board: Path) -> None:
    text = page("/components/api")
    assert f'href="{BOARD}/component/api">2 requests about it' in text
    assert 'href="/feedback?component=api"' in text
    assert "named:/components/api" in rendered("/components/api", NOW).topics
    assert "about it" not in words_of(rendered("/components/search", NOW))


def test_merged_request_is_counted_where_it_leads(board: Path) -> None:
    assert "Asked by 4 people" in words_of(rendered(f"{BOARD}/fax", NOW))
    assert f'href="{BOARD}/fax-too"' in page(f"{BOARD}/fax")
    assert f'href="{BOARD}/fax"' in page(f"{BOARD}/fax-too")
    assert "fax-too" not in headings(BOARD)
    assert (rows()["fax"]["heard"], rows()["fax-too"]["heard"]) == ("4", "3")
    assert objects()["fax"]["merged"] == ["fax-too"]


def test_what_nobody_looked_at_for_long_is_unknown(board: Path) -> None:
    later = NOW + timedelta(days=84)
    assert "Not reviewed for 90 days. Last known: Planned" in words_of(rendered(BOARD, later))
    assert headings(f"{BOARD}/state/unknown", later) == ["plan"]
    assert headings(f"{BOARD}/state/planned", later) == []
    assert (rows(later)["plan"]["stale"], objects(later)["plan"]["stale"]) == ("true", True)


def test_first_page_says_how_many_asked_and_how_fast_we_answer(board: Path) -> None:
    assert (
        "6 requests, 4 answered. Median time to an answer: 3 days. 1 waits longer than we promised."
        in words_of(rendered("/", NOW))
    )


def test_first_page_shows_no_request_twice(board: Path) -> None:
    assert "fax-too" not in page("/")


def test_feed_tells_of_the_clock(board: Path) -> None:
    text = rendered("/feeds/outcomes.json", NOW).body.decode()
    assert "Asked on 2 October 2026, we answer by 9 October 2026" in text
    assert "Asked on 1 September 2026, answered on 4 September 2026" in text
    assert "Why: It is as good as it gets." in text
    assert "Why not: Nobody has one." in text


def test_tallies_of_voices_stand_by_their_channels(board: Path) -> None:
    with db.transaction():
        tallies.publish("heard", "plan", {"page": 2, "phone": 1}, NOW)
        tallies.publish("moderation", "feedback", {"late": 3}, NOW)
        tallies.publish("helped", "logs", {"yes": 24, "partly": 2, "no": 4, "unknown": 5}, NOW)
    assert "Asked by 3 people Through this page2 Phone1" in words_of(rendered(f"{BOARD}/plan", NOW))
    assert rows()["plan"]["channels"] == "page 2;phone 1"
    assert objects()["plan"]["channels"] == {"page": 2, "phone": 1}
    assert "3 comments have waited too long" in words_of(rendered(BOARD, NOW))
    text = words_of(rendered(f"{BOARD}/logs", NOW))
    assert "80.00% say yes. With 30 answers, the true share lies between 62.69% and 90.49%" in text


@pytest.mark.slow
def test_a_hundred_stand_on_a_page_and_the_rest_on_those_that_follow(tmp_path: Path) -> None:
    content = {
        f"outcomes/n{number:03}.md": an_outcome("considering").format(f"Wish {number}")
        for number in range(101)
    }
    with clock.standing_at(NOW):
        open_site(write_site(tmp_path / "site", content=content))
    first, second = (f"{BOARD}/state/considering{end}" for end in ("", "/2"))
    assert len(headings(first)) == 100
    assert headings(second) == ["n100"]
    assert f'rel="next" href="{second}"' in page(first)
    assert f'rel="prev" href="{first}"' in page(second)
    assert len(headings(BOARD)) == 10
    assert f'href="{first}">All 101 requests' in page(BOARD)
    with pytest.raises(NotFound):
        rendered(f"{BOARD}/state/considering/3", NOW)
    with clock.standing_at(NOW):
        paths = {found.path for found in catalogue.all_pages()}
    assert {first, second, f"{BOARD}/state/done"} <= paths
    db.close_store()
