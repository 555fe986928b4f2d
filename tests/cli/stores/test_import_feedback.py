"""`import feedback` and `feedback list` in the shell."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.listening.hearing import VoiceWish, hear
from statuspage.store import db
from tests.helpers.shell import run
from tests.helpers.stores import store_place


@pytest.fixture
def synced(config: Path) -> Path:
    assert run(config, "sync").exit_code == 0
    return config


def test_board_is_imported_once_and_faults_take_nothing(synced: Path, tmp_path: Path) -> None:
    table = tmp_path / "posts.csv"
    table.write_text("number,title,status\n1,Dark mode,Open\n2,Exports,Declined\n", "utf-8")
    command = ("import", "feedback", str(table), "--from", "fider")
    taken = run(synced, *command)
    assert taken.stdout.splitlines() == [
        "line 3: declined without a reason; give one in the desk",
        "taken 2, known 0, refused 0",
    ]
    assert run(synced, *command).stdout == "taken 0, known 2, refused 0\n"
    table.write_text("number,title,status\n3,Sound,odd\n", "utf-8")
    refused = run(synced, *command)
    assert refused.exit_code == 1
    assert "line 2, status: 'odd' is not known here." in refused.stderr
    assert "1 fault; nothing was taken." in refused.stderr


def test_list_shows_what_people_said(synced: Path) -> None:
    assert run(synced, "feedback", "list").stdout == ""
    db.open_store(store_place(synced.parent))
    with clock.standing_at(datetime(2026, 7, 1, 12, tzinfo=UTC)):
        hear(VoiceWish("Exports,\nplease."), None)
    db.close_store()
    listed = run(synced, "feedback", "list", "--state", "held").stdout
    assert listed == "2026-07-01T12:00:00Z\theld\tpage\t-\tExports, please.\n"
    assert run(synced, "feedback", "list", "--state", "heard").stdout == ""
    whole = json.loads(run(synced, "feedback", "list", "--json").stdout)
    assert whole["text"] == "Exports,\nplease."
