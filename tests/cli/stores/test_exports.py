"""`export incidents`: the lines that `import incidents` reads."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from statuspage.cli import main
from statuspage.store import db
from tests.helpers.amending import edited
from tests.helpers.telling import at, opened, posted, resolved


def run(site: Path, *words: str) -> Result:
    db.close_store()
    return CliRunner().invoke(main, ["--config", str(site / "config.toml"), *words])


def test_history_is_printed_as_json_lines_and_known_again(store: Path, tmp_path: Path) -> None:
    incident = opened(title="Störung", owner="Ada")
    incident = edited(5, incident, incident.updates[0], body="We *know* it.")
    resolved(60, posted(30, incident.key, "More.", components={}).key)
    found = run(store, "export", "incidents")
    assert json.loads(found.stdout) == {
        "id": incident.key,
        "url": f"https://status.acme.example/incidents/{incident.key}",
        "title": "Störung",
        "impact": "major",
        "owner": "Ada",
        "components": ["api"],
        "started_at": f"{at(0):%Y-%m-%dT%H:%M:%SZ}",
        "resolved_at": f"{at(60):%Y-%m-%dT%H:%M:%SZ}",
        "updates": [
            {
                "at": f"{at(0):%Y-%m-%dT%H:%M:%SZ}",
                "status": "investigating",
                "message": "We *know* it.",
                "components": {"api": "partial_outage"},
            },
            {
                "at": f"{at(30):%Y-%m-%dT%H:%M:%SZ}",
                "status": "investigating",
                "message": "More.",
            },
            {
                "at": f"{at(60):%Y-%m-%dT%H:%M:%SZ}",
                "status": "resolved",
                "message": "It is over.",
                "components": {"api": "operational"},
            },
        ],
    }
    file = tmp_path / "history.jsonl"
    file.write_bytes(found.stdout_bytes)
    again = run(store, "import", "incidents", str(file))
    assert again.stdout == "taken 0, known 1, refused 0\n"


def test_page_without_incidents_exports_nothing(store: Path) -> None:
    found = run(store, "export", "incidents")
    assert (found.exit_code, found.stdout_bytes, found.stderr) == (0, b"", "")
