"""The API over real HTTP, asked what nobody would write by hand: it does what openapi.json says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.staff.drafts import save_draft
from statuspage.actions.staff.tokens import create_token
from statuspage.domain.desk.token import SCOPES
from statuspage.said import said
from statuspage.store import db
from tests.helpers.postmortems import ADA
from tests.helpers.processes import get, serving, to_its_end
from tests.helpers.sites import a_probe, add_to_config

PROBES = a_probe() + a_probe("backup", "docs", type="heartbeat")

CONFIG = """
[parameters]
"path.incident" = "{incident}"
"path.update" = "{update}"
"path.draft" = "{draft}"
"path.component" = "api"
"path.sla" = "api-availability"
"path.year" = "2026"
"""

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]  # what is described rests on no store


@pytest.mark.parametrize("has_token", [True, False], ids=["token", "no-token"])
def test_every_operation_answers_as_it_is_described(
    store: Path, tmp_path: Path, has_token: bool
) -> None:
    config = store / "config.toml"
    add_to_config(store, PROBES)
    token = create_token("prober", [*SCOPES], []) if has_token else ""
    incident = open_incident("Down", NewUpdate("It is down."), ADA)
    fields = {"title": "New", "type": "added", "body": "More."}
    draft = save_draft("/admin/changelog/new", said("draft.new_change"), fields, ADA)
    there = {"incident": incident.key, "update": incident.updates[0].key, "draft": draft.key}
    (tmp_path / "schemathesis.toml").write_text(CONFIG.format(**there), "utf-8")
    db.close_store()
    with serving(config) as address:
        paths = get(f"{address}/api/v1/openapi.json").json()["paths"]
        found = _asked(address, tmp_path, token)
    assert found.returncode == 0, found.stdout + found.stderr
    assert f"Tested: {sum(map(len, paths.values()))}\n" in found.stdout


def _asked(address: str, folder: Path, token: str) -> subprocess.CompletedProcess[str]:
    """All checks, with the same questions each time and nothing kept on disk."""
    command = [str(Path(sys.executable).parent / "schemathesis"), "run"]
    command += [f"{address}/api/v1/openapi.json"]
    command += "--max-examples", "3", "--generation-deterministic", "--seed", "1"
    # One worker: ast.parse of Python 3.11 is not safe in threads, and hypothesis calls it.
    command += "--no-color", "--workers", "1"
    # No schema can say which probes there are, or that a start lies before its end.
    command += "--exclude-checks", "positive_data_acceptance"
    if token:
        command += "--header", f"Authorization: Bearer {token}"
    else:  # what is refused before it is read needs no fuzzing
        command += "--phases", "examples,coverage"
    return to_its_end(command, cwd=folder)
