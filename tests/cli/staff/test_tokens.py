"""`token`: shown once, revoked, and refused where it would open nothing."""

from __future__ import annotations

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
    assert run(config, "token", "revoke", "prober").exit_code == 0
    assert "revoked" in run(config, "token", "list").stdout
    again = run(config, "token", "revoke", "prober")
    assert (again.exit_code, "no live token" in again.stderr) == (1, True)


def test_token_whose_scope_opens_nothing_yet_is_made_and_says_so(config: Path) -> None:
    made = run(config, "token", "create", "am", "--scope", "alerts", "--scope", "cases")
    assert made.exit_code == 0
    assert "uses the scope alerts" in made.stderr
    assert "cases." not in made.stderr


def test_token_of_an_unknown_scope_or_heartbeat_is_refused(config: Path) -> None:
    for scope in ("everything", "heartbeat:nothing"):
        refused = run(config, "token", "create", "x", "--scope", scope)
        assert refused.exit_code == 1
        assert len(refused.stderr.strip().splitlines()) == 1
