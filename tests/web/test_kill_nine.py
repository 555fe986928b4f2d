"""What was acknowledged is there after the process was killed at once (kill -9)."""

from __future__ import annotations

import os
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.staff.accounts import add_staff
from statuspage.domain.desk.staff import Role
from statuspage.store import db
from tests.helpers.desk import Desk
from tests.helpers.processes import free_port, get, kill_nine, running, serve_command
from tests.helpers.sites import change_config

_KILLS = int(os.environ.get("STATUSPAGE_KILLS", "8"))
_PARTS = 2  # so that several processes share the work
_PASSWORD = "correct horse battery staple"


@pytest.mark.slow
@pytest.mark.parametrize("part", range(_PARTS))
def test_acknowledged_updates_survive_kill_nine(store: Path, part: int) -> None:
    config = store / "config.toml"
    # Over plain http a browser keeps no cookie of a site that says it is served by https.
    change_config(store, "https://status.acme.example", "http://127.0.0.1")
    add_staff("ada", Role.EDITOR, _PASSWORD)
    key = open_incident("Search is slow", NewUpdate("We are looking."), Actor("ada")).key
    db.close_store()
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    acknowledged: list[str] = []
    command = serve_command(config, port)
    with ExitStack() as to_end:
        desk: Desk | None = None
        for kill in range(part, _KILLS, _PARTS):
            words = f"These are the words of round {kill}."
            with running(command, f"{address}/healthz") as process:
                shown = get(f"{address}/incidents/{key}").text
                assert [said for said in acknowledged if said not in shown] == []
                desk = desk or to_end.enter_context(closing(Desk(address, "ada", _PASSWORD)))
                form = f"/admin/incidents/{key}"
                answer = desk.send(form, "body", body=words, next_update="none")
                kill_nine(process, port)
            assert answer.status_code == 303, answer.text
            acknowledged.append(words)
    with running(command, f"{address}/healthz"):
        shown = get(f"{address}/incidents/{key}").text
    assert [said for said in acknowledged if said not in shown] == []
