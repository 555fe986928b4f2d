"""Types each example of the API at a real server.

`python -m tests.helpers.api_examples` records the answers that /api shows.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from statuspage.actions.reports import NewReport, publish_report
from statuspage.actions.staff.tokens import create_token
from statuspage.domain.desk.token import SCOPES
from statuspage.site.api import examples
from statuspage.site.api.examples import CUT, EXAMPLES, Example
from statuspage.store import db
from tests.helpers.languages import speak
from tests.helpers.postmortems import ADA
from tests.helpers.processes import serving, to_its_end
from tests.helpers.sites import a_probe, add_to_config, an_sla, open_site, write_site

SECRET = "a secret of ours"
_DEEPEST = 3
_MOST_LETTERS = 100

TABLES = (
    a_probe(locations=["eu-1"])
    + a_probe("backup", "docs", type="heartbeat", interval="24h")
    + an_sla("answers", "ratio")
    + '\n[alerting]\npagerduty_secret = "env:SECRET"\n'
)


def prepared(site: Path) -> dict[str, str]:
    """A site that every example fits; gives what they are typed with. The store is closed then."""
    speak(site, "de")
    add_to_config(site, TABLES)
    publish_report("2026-01", NewReport(), ADA)
    token = create_token("all", [*SCOPES], [])
    key = create_token("job", ["heartbeat:backup"], {"backup"})
    db.close_store()
    return {"TOKEN": token, "KEY": key, "SECRET": SECRET}


def answers(address: str, names: dict[str, str]) -> Iterator[tuple[Example, Any]]:
    """Each example with what came back. Raises AssertionError for one that was refused."""
    for one in EXAMPLES:
        told = typed(one.typed(address), names)
        assert told.returncode == 0, f"{one.name}: {told.stdout}{told.stderr}"
        found = json.loads(told.stdout)
        for name, place in one.sets.items():
            value = found
            for part in place.split("."):
                value = value[part]
            names[name] = value
        yield one, found


def typed(script: str, names: dict[str, str]) -> subprocess.CompletedProcess[str]:
    prelude = 'set -e -o pipefail\ncurl() { command curl -sS --fail-with-body "$@"; }\n'
    return to_its_end(["bash", "-c", prelude + script], env={**os.environ, **names})


def trimmed(value: Any, depth: int = 0) -> Any:
    """An answer as it is recorded: what is long or deep is cut, and says so."""
    if isinstance(value, list) and value:
        if depth >= _DEEPEST:
            return [CUT]
        kept = [trimmed(one, depth + 1) for one in value[:1]]
        return kept + ([CUT] if len(value) > 1 else [])
    if isinstance(value, dict) and value:
        if depth >= _DEEPEST:
            return {CUT: CUT}
        return {name: trimmed(one, depth + 1) for name, one in value.items()}
    if isinstance(value, str) and len(value) > _MOST_LETTERS:
        return value[:_MOST_LETTERS] + CUT
    return value


def record() -> None:
    """Write down what a server answers now."""
    with tempfile.TemporaryDirectory() as folder:
        site = open_site(write_site(Path(folder) / "site"))
        names = prepared(site)
        os.environ["SECRET"] = SECRET
        with serving(site / "config.toml") as address:
            found = {
                one.name: trimmed(_ours(answer, address)) for one, answer in answers(address, names)
            }
    Path(examples.__file__).with_name("answers.json").write_text(
        json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8"
    )


def _ours(answer: Any, address: str) -> Any:
    return json.loads(json.dumps(answer).replace(address, "https://status.acme.example"))


if __name__ == "__main__":
    sys.exit(record())
