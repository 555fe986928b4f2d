"""`doctor`: one line for each thing it looks at, whatever is broken."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner, Result

from statuspage.cli import main
from statuspage.store import db
from tests.helpers.answering import Answering, answering
from tests.helpers.processes import free_port, serving


def doctor(site: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["--config", str(site / "config.toml"), "doctor", *options])


def conditions(site: Path) -> dict[str, Any]:
    checks = json.loads(doctor(site, "--json").stdout)["checks"]
    return {one["name"]: one["state"] for one in checks}


def at(site: Path, port: int) -> None:
    """Say that the site is at a port of this machine."""
    file = site / "config.toml"
    text = re.sub(r"(?m)^url = .*$", f'url = "http://127.0.0.1:{port}"', file.read_text("utf-8"))
    file.write_text(text, "utf-8")


def test_site_that_is_down_is_named_line_by_line(store: Path) -> None:
    port = free_port()
    at(store, port)
    done = doctor(store)
    assert done.exit_code == 1
    lines = {line.split()[1]: line for line in done.output.splitlines()}
    assert lines["store"].startswith("ok")
    assert lines["worker-process"].startswith("broken")
    assert "Start `statuspage" in lines["worker-process"]
    assert lines["address"].startswith("broken")
    assert f"http://127.0.0.1:{port} does not answer" in lines["address"]


def test_site_that_is_up_answers_for_itself(store: Path) -> None:
    port = free_port()
    at(store, port)
    db.close_store()
    with serving(store / "config.toml", port=port):
        found = conditions(store)
    assert (found["address"], found["database"], found["rights"]) == ("ok", "ok", "ok")


@pytest.mark.parametrize("asked", [{}, {"asked": None}, {"asked": {"a": 1}}])
def test_another_program_at_the_address_is_told(store: Path, asked: dict[str, Any]) -> None:
    """Or another version, or one with another store."""
    body = json.dumps({"status": "ok", **asked}).encode()
    with answering(lambda _: Answering(body=body)) as other:
        at(store, urlsplit(other.address).port or 0)
        found = conditions(store)
    assert (found["address"], found["proxies"]) == ("ok", "late")


def test_damaged_store_is_told_and_the_rest_is_looked_at(store: Path) -> None:
    at(store, free_port())
    place = db.path()
    db.close_store()
    for file in place.parent.glob(f"{place.name}-*"):
        file.unlink()
    place.write_bytes(b"no database at all, " * 400)
    done = doctor(store)
    assert done.exit_code == 1
    assert "Traceback" not in done.output
    lines = {line.split()[1]: line for line in done.output.splitlines()}
    assert lines["store"].startswith("broken")
    assert "Restore a backup" in lines["store"]
    assert {"settings", "clock", "name", "address"} <= lines.keys()


@pytest.mark.parametrize("text", ["[site]\nname = 3\n", "not a file of settings ["])
def test_faults_of_the_settings_are_counted(store: Path, text: str) -> None:
    at(store, free_port())
    (store / "config.toml").write_text(text, "utf-8")
    found = conditions(store)
    assert (found["settings"], found["store"]) == ("failing", "ok")


def test_one_mail_alone_is_read_back(tmp_path: Path) -> None:
    mail = tmp_path / "mail.eml"
    mail.write_bytes(b"From: status@acme.example\n\nHello\n")
    done = doctor(tmp_path, "--read-mail", str(mail))  # no site is there at all
    assert done.exit_code == 1
    names = [line.split()[1] for line in done.output.splitlines()]
    assert names[:3] == ["mail-headers", "mail-one-click", "mail-signature"]
    assert "Nobody signed the mail" in done.output
