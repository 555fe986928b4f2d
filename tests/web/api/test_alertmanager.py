"""Debian's Alertmanager sends for real, set up as docs/alerts.md says."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from statuspage.actions.staff.tokens import create_token
from statuspage.store import db
from tests.helpers.processes import ask, free_port, get, running, serve_command, wait_until
from tests.helpers.sites import a_table, add_to_config
from tests.helpers.wanted import need

ROOT = Path(__file__).parents[3]
RULE = a_table(
    "alerts",
    id="api-down",
    match=['service = "api"', 'severity =~ "critical|page"'],
    components=["api"],
    on_alert="publish",
    resolve_on_recovery=True,
)
LABELS = {"alertname": "ApiDown", "service": "api", "severity": "page"}

pytestmark = [pytest.mark.slow, pytest.mark.sqlite]  # alerts are asked on both elsewhere


def documented(address: str, token: Path) -> str:
    """The configuration of the document, with our address, and without its patience."""
    guide = (ROOT / "docs" / "alerts.md").read_text("utf-8")
    [text] = re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL)
    changes = {
        "https://status.acme.example": address,
        "/etc/alertmanager/statuspage.token": str(token),
        "group_wait: 10s": "group_wait: 100ms\n  repeat_interval: 200ms",
        "group_interval: 1m": "group_interval: 200ms",
    }
    for former, new in changes.items():
        assert former in text
        text = text.replace(former, new)
    return str(text)


def test_alertmanager_opens_and_resolves_one_incident(store: Path, tmp_path: Path) -> None:
    program = need("prometheus-alertmanager")
    config = store / "config.toml"
    add_to_config(store, RULE)
    token = tmp_path / "token"
    token.write_text(create_token("alertmanager", ["alerts"], []), "utf-8")
    db.close_store()
    own, its = free_port(), free_port()
    address, alertmanager = f"http://127.0.0.1:{own}", f"http://127.0.0.1:{its}"
    told = tmp_path / "alertmanager.yml"
    told.write_text(documented(address, token), "utf-8")
    command = [program, f"--config.file={told}", f"--storage.path={tmp_path / 'am'}"]
    command += [f"--web.listen-address=127.0.0.1:{its}", "--cluster.listen-address="]

    def incidents() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = get(f"{address}/api/v1/incidents").json()["incidents"]
        return found

    def raised(**more: str) -> None:
        alert = {"labels": LABELS, "startsAt": stamp(-timedelta(minutes=3)), **more}
        ask("POST", f"{alertmanager}/api/v2/alerts", json=[alert]).raise_for_status()

    began = datetime.now(UTC)

    def stamp(since: timedelta) -> str:
        return (began + since).isoformat()

    def heard() -> int:
        text = get(f"{alertmanager}/metrics").text
        found = re.findall(r'notifications_total{integration="webhook"[^}]*} (\d+)', text)
        return sum(map(int, found))

    with (
        running(serve_command(config, own, verb="run"), f"{address}/healthz"),
        running(command, f"{alertmanager}/-/ready"),
    ):
        raised()
        wait_until(lambda: bool(incidents()), what="an incident")
        wait_until(lambda: heard() >= 2, what="a repeat")
        raised(endsAt=stamp(timedelta()))
        wait_until(lambda: incidents()[0]["status"] == "resolved", what="its end")
        [found] = incidents()
    assert found["title"] == "API does not work"
    assert found["impact_from"] == f"{began - timedelta(minutes=3):%Y-%m-%dT%H:%M:%SZ}"
