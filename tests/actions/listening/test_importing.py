"""Requests of other boards: their states, days, votes and merges are kept, and no names."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain
from typing import Any

import pytest

from statuspage import clock
from statuspage.actions.listening.importing import RequestsTaken, take_requests
from statuspage.domain.listening.elsewhere import Board
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.imports import feedback, measurements
from statuspage.notify.fanning import fan_out
from statuspage.store import db
from statuspage.store.published import entries
from statuspage.store.tables.telling import Delivery
from tests.helpers.library import SITE
from tests.helpers.telling import ADA

pytestmark = pytest.mark.usefixtures("store")

IDS = (10, 15, 20, 21, 22)
NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
FIDER = """\
number,title,description,created_at,created_by,votes_count,comments_count,status,responded_by,\
responded_at,response,original_number,original_title,tags
10,Fast pages,They are slow,2025-03-23T19:33:22Z,Eve Example,4,2,Declined,Bob Example,\
2025-04-04T19:48:10Z,They are fast enough,,,"easy, speed"
15,Dark mode,,2026-02-21T15:51:35Z,Eve Example,7,0,Open,,,,,,
20,Night colours,Too bright,2026-01-12T01:46:59Z,Adam Example,4,2,Duplicate,Bob Example,\
2026-03-17T10:15:42Z,See the other one,15,Dark mode,
21,CSV,"As a
file",2026-01-13T01:46:59Z,Adam Example,1,0,Completed,Bob Example,2026-03-18T10:15:42Z,There,,,
22,Gone,Words,2026-01-14T01:46:59Z,Adam Example,1,0,Duplicate,,,,99,Not here,
"""
QUACKBACK = """\
id,title,content,author_email,author_name,board,status,tags,vote_count,created_at
post_01h2,Calendar,For my phone,eve@example.com,Eve,features,in_progress,"mobile",12,2026-05-01
post_01h3,Sound,A beep,eve@example.com,Eve,features,under_review,,3,2026-05-02T10:00:00+02:00
"""
CANNY = """\
Post Title,Details,Status,Score,Created,Author,Category
Webhooks,Tell our bot,planned,31,2026-04-01T00:00:00.000Z,Eve,API
"""


def rows(text: str) -> Iterator[tuple[int, Any]]:
    read = measurements.chunks(io.BytesIO(text.encode()), "x.csv", feedback.COLUMNS, SITE.zone)
    return chain.from_iterable(read)


def taken(text: str, board: Board = Board.CSV) -> RequestsTaken:
    with clock.standing_at(NOW):
        asked, faults = feedback.read(rows(text), SITE.zone, clock.now())
        assert not faults
        return take_requests(asked, board, ADA)


def outcomes() -> dict[str, Entry]:
    with db.snapshot():
        return {one.slug: one for one in entries.all_of(EntryKind.OUTCOME)}


def test_board_of_fider_keeps_states_days_votes_and_merges() -> None:
    done = taken(FIDER, Board.FIDER)
    assert (done.taken, done.known, done.without_original) == (5, 0, (7,))
    found = outcomes()
    declined, dark, night, csv, gone = (found[f"fider-{number}"].details for number in IDS)
    assert (declined["state"], declined["reason"]) == ("declined", "They are fast enough")
    assert (declined["heard"], declined["tags"]) == (4, ["easy", "speed"])
    assert declined["answered"] == "2025-04-04T19:48:10Z"
    assert (dark["state"], dark["asked"], dark["heard"]) == ("asked", "2026-02-21T15:51:35Z", 7)
    assert dark["answer_by"] == "2026-07-15T12:00:00Z"
    assert (night["same_as"], night["state"]) == ("fider-15", "asked")
    assert not night.get("heard")  # they are counted by the original
    assert (csv["did"], csv["done"], csv["said"]) == ("There", "2026-03-18", "As a\nfile")
    assert (gone["state"], gone["because"]) == ("declined", "exists")
    assert found["fider-10"].at == datetime(2025, 3, 23, 19, 33, 22, tzinfo=UTC)
    told = json.dumps([[one.title, one.body, dict(one.details)] for one in found.values()])
    assert "Example" not in told  # no name of anybody
    again = taken(FIDER, Board.FIDER)
    assert (again.taken, again.known) == (0, 5)


def test_boards_of_quackback_canny_and_plain_csv_are_read() -> None:
    taken(QUACKBACK, Board.QUACKBACK)
    taken(CANNY, Board.CANNY)
    done = taken("title;status;votes\nA phone number;Won't do;3\n")
    assert done.without_reason == (2,)
    found = {one.title: one for one in outcomes().values()}
    assert {
        title: (one.details["state"], one.details["heard"]) for title, one in found.items()
    } == {
        "Calendar": ("doing", 12),
        "Sound": ("considering", 3),
        "Webhooks": ("planned", 31),
        "A phone number": ("declined", 3),
    }
    assert found["Sound"].at == datetime(2026, 5, 2, 8, 0, tzinfo=UTC)
    assert found["Webhooks"].details["said"] == "Tell our bot"


def test_whatever_is_wrong_is_named_by_line() -> None:
    text = "id,title,status,votes,created_at\n1,A,odd,1,2026-01-01\n1,,open,x,2027-01-01\n"
    _, faults = feedback.read(rows(text), SITE.zone, NOW)
    assert [str(one).partition(";")[0].partition(". Known")[0] for one in faults] == [
        "line 2, status: 'odd' is not known here",
        "line 3, title: This is empty",
        "line 3, created_at: That is in the future",
        "line 3, votes: 'x' is not a whole number",
        "line 3, id: It is there twice",
    ]


def test_import_tells_nobody() -> None:
    taken(FIDER, Board.FIDER)
    with clock.standing_at(NOW):
        fan_out()
    with db.snapshot():
        assert Delivery.select().count() == 0


def test_long_titles_are_whole_in_what_was_said() -> None:
    taken(f"title,votes\n{'long ' * 80},1\n")
    [found] = outcomes().values()
    assert len(found.title) == 300
    assert found.details["said"] == ("long " * 80).strip()
