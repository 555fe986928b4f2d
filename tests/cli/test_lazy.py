"""A command imports what it needs, and no more: an incident is told in a moment."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from statuspage.cli import main
from statuspage.cli.incidents.posting import incident
from statuspage.cli.lazy import LazyGroup
from statuspage.store import db

_HEAVY = {
    *("argon2", "authlib", "babel", "brotli", "cryptography", "dns", "feedgen", "flask", "granian"),
    *(
        "jinja2",
        "joserfc",
        "lxml",
        "playhouse",
        "prometheus_client",
        "psycopg",
        "pyotp",
        "pyphen",
        "segno",
        "webauthn",
        "werkzeug",
    ),
}
_OURS = {
    *("statuspage", "statuspage.cli", "statuspage.cli.lazy", "statuspage.cli.language"),
    *("statuspage.cli.refusing", "statuspage.cli.afar"),
    *("statuspage.cli.afar.either", "statuspage.cli.afar.groups"),
    "statuspage.cli.output",
    "statuspage.cli.completion",
    *("statuspage.errors", "statuspage.said", "statuspage.clock", "statuspage.cli.calling"),
    # Each language writes a number of bytes its own way: this module alone.
    *("statuspage.domain", "statuspage.domain.vocabulary", "statuspage.domain.vocabulary.sizes"),
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
    assert "statuspage.cli.incidents.posting" in done.stderr.splitlines()
    assert _HEAVY.isdisjoint(done.stderr.splitlines())


def test_list_of_commands_imports_none_of_them(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _PROGRAM, "--help"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    loaded = {name for name in done.stderr.splitlines() if name.startswith("statuspage")}
    rest = {name for name in loaded - _OURS if not name.startswith("statuspage.render")}
    assert rest == set()


@pytest.mark.parametrize("group", [main, incident], ids=lambda group: str(group.name))
def test_list_says_of_each_command_what_its_help_begins_with(group: LazyGroup) -> None:
    context = click.Context(group)
    for name, about in group.about.items():
        command = group.get_command(context, name)
        assert command is not None
        assert command.help is not None
        assert " ".join(command.help.partition("\n\n")[0].split()) == str(about)
