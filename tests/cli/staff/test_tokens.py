"""`token`: shown once, revoked, and refused where it would open nothing."""

from __future__ import annotations

import json
from pathlib import Path

from tests.helpers.shell import run


def test_token_is_shown_once_as_the_last_line_and_can_be_revoked(config: Path) -> None:
    made = run(config, "token", "create", "prober", "--scope", "measurements")
    secret = made.stdout.strip()
    assert made.exit_code == 0
    assert secret.startswith("sp_")
    listed = run(config, "token", "list").stdout
    assert listed.startswith("prober\tmeasurements\t")
    assert secret not in listed
    assert "never used" in listed
    assert run(config, "token", "revoke", "prober").exit_code == 0
    assert "revoked" in run(config, "token", "list").stdout
    again = run(config, "token", "revoke", "prober")
    assert (again.exit_code, "no live token" in again.stderr) == (1, True)


def test_token_of_an_unknown_scope_or_heartbeat_is_refused(config: Path) -> None:
    for scope in ("everything", "heartbeat:nothing"):
        refused = run(config, "token", "create", "x", "--scope", scope)
        assert refused.exit_code == 1
        assert len(refused.stderr.strip().splitlines()) == 1


def test_token_may_end_by_itself(config: Path) -> None:
    made = run(config, "token", "create", "guest", "--scope", "cases", "--expires", "90d")
    assert made.exit_code == 0
    [told] = json.loads(run(config, "token", "list", "--json").stdout)
    assert (told["name"], told["used_at"], bool(told["expires_at"])) == ("guest", None, True)
    assert "\texpires " in run(config, "token", "list").stdout
    late = run(config, "token", "create", "x", "--scope", "cases", "--expires", "2020-01-01 00:00")
    assert (late.exit_code, "passed" in late.stderr) == (1, True)
