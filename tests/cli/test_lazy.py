"""A command imports what it needs, and no more: an incident is told in a moment."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from statuspage.store import db

_HEAVY = {
    *("argon2", "authlib", "babel", "brotli", "cryptography", "dns", "feedgen", "flask", "granian"),
    *("jinja2", "joserfc", "lxml", "playhouse", "pyotp", "pyphen", "segno", "webauthn", "werkzeug"),
}
_PROGRAM = """
import sys
from statuspage.cli import main
try:
    main(sys.argv[1:])
finally:
    print(*sys.modules, sep="\\n", file=sys.stderr)
"""


@pytest.mark.parametrize(
    "words", [["--help"], ["open", "--title", "Search is slow", "--body", "We are looking."]]
)
def test_incident_command_imports_nothing_heavy(store: Path, words: list[str]) -> None:
    db.close_store()
    command = [sys.executable, "-c", _PROGRAM, "--config", str(store / "config.toml"), "incident"]
    done = subprocess.run([*command, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "statuspage.cli.incidents" in done.stderr.splitlines()
    assert _HEAVY.isdisjoint(done.stderr.splitlines())
