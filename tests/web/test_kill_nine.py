"""What was acknowledged is there after the process was killed at once (kill -9)."""

from __future__ import annotations

import os
from pathlib import Path

import httpx2
import pytest

from statuspage.actions.given import Actor, Word
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.staff.accounts import add_staff
from statuspage.actions.sync import sync
from statuspage.domain.desk.staff import Role
from statuspage.store import db
from tests.helpers.desk import Desk
from tests.helpers.processes import free_port, kill_nine, start_serving

_KILLS = int(os.environ.get("STATUSPAGE_KILLS", "40"))
_PARTS = 4  # so that several processes share the work
_PASSWORD = "correct horse battery staple"


@pytest.mark.slow
@pytest.mark.parametrize("part", range(_PARTS))
def test_acknowledged_updates_survive_kill_nine(store: Path, part: int) -> None:
    config = store / "config.toml"
    # Over plain http a browser keeps no cookie of a site that says it is served by https.
    text = config.read_text("utf-8").replace("https://status.acme.example", "http://127.0.0.1")
    config.write_text(text, "utf-8")
    sync(config, {})
    add_staff("ada", Role.EDITOR, _PASSWORD)
    key = open_incident("Search is slow", Word("We are looking."), Actor("ada")).key
    db.close_store()
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    acknowledged: list[str] = []
    process = start_serving(config, port)
    desk = Desk(address, "ada", _PASSWORD)
    try:
        for kill in range(part, _KILLS, _PARTS):
            words = f"These are the words of round {kill}."
            answer = desk.send(f"/admin/incidents/{key}", "body", body=words, next_update="none")
            kill_nine(process, port)
            assert answer.status_code == 303, answer.text
            acknowledged.append(words)
            process = start_serving(config, port)
            shown = httpx2.get(f"{address}/incidents/{key}").text
            assert [said for said in acknowledged if said not in shown] == []
    finally:
        desk.close()
        process.terminate()
        process.wait(15)
