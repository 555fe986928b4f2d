"""The command line walked as a whole: help, README, and errors that are one plain line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from statuspage.cli import main
from statuspage.store import db
from statuspage.store.desk import audit
from tests.helpers.shell import run

ROOT = Path(__file__).parents[2]


def all_commands() -> Iterator[tuple[str, click.Command]]:
    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            for child in command.list_commands(context):
                yield f"{name} {child}", command
        else:
            yield name, command


COMMANDS = dict(all_commands())


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_an_example_that_begins_with_the_command(name: str) -> None:
    shown = run(None, *name.split(), "--help").output
    assert "Example:" in shown
    assert f"statuspage {name}" in shown


@pytest.mark.parametrize("name", COMMANDS)
def test_command_is_in_its_documentation(name: str) -> None:
    table = (ROOT / "docs" / "commands.md").read_text("utf-8")
    assert name in table or f"`{name.rsplit(maxsplit=1)[-1]}`" in table


def test_every_environment_variable_of_the_help_is_documented() -> None:
    shown = run(None, "--help").output
    page = (ROOT / "docs" / "commands.md").read_text("utf-8")
    variables = {word for word in shown.split() if word.startswith(("STATUSPAGE_", "AWS_"))}
    assert variables
    assert all(variable in page for variable in variables)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["incident", "update", "nothing", "--body", "x"], "There is no incident 'nothing'."),
        (["sla", "show", "nothing"], "There is no SLA 'nothing'."),
        (["sla", "show", "api-availability", "--period", "July"], "'July' is not a period"),
        (["restore", "nothing.db"], "There is no backup at nothing.db."),
        (["staff", "disable", "nobody"], "There is no staff account 'nobody'."),
        (["staff", "add", "Ada!", "--role", "admin"], "small letters"),
        (["incident", "open", "--title", "T", "--body", " "], "is empty"),
        (
            ["incident", "open", "--title", "T", "--body", "B", "--component", "x=partial_outage"],
            "There is no component 'x'; known here: api, search, docs",
        ),
    ],
)
def test_error_is_one_plain_line_and_exit_1(config: Path, words: list[str], said: str) -> None:
    result = run(config, *words)
    assert result.exit_code == 1
    assert said in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "words",
    [
        ["incident", "open", "--title", "T"],
        ["incident", "open", "--title", "T", "--body", "B", "--component", "api=broken"],
        ["incident", "open", "--title", "T", "--body", "B", "--posted-at", "yesterday"],
        ["staff", "add", "ada", "--role", "king"],
        ["nonsense"],
    ],
)
def test_wrong_usage_is_exit_2(config: Path, words: list[str]) -> None:
    assert run(config, *words).exit_code == 2


def test_missing_config_is_one_plain_line(tmp_path: Path) -> None:
    result = run(tmp_path / "config.toml", "check")
    assert result.exit_code == 1
    assert "config.toml" in result.stderr
    assert "Traceback" not in result.output


def test_broken_config_does_not_lock_staff_out(config: Path) -> None:
    config.write_text(config.read_text("utf-8") + '\n[site2]\nname = "x"\n', "utf-8")
    assert run(config, "check").exit_code == 1
    opened = run(config, "incident", "open", "--title", "Slow", "--body", "We look.")
    assert opened.exit_code == 0
    assert "what was set before stays as it is" in opened.stderr


def test_acts_on_the_command_line_are_in_the_audit_log_by_the_name_of_who_typed(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "operator")
    run(config, "staff", "add", "ada", "--role", "viewer")
    db.open_store(config.parent / "var" / "statuspage.db")
    [entry] = audit.newest(10)
    assert (entry.who, entry.via, entry.verb) == ("operator", "command line", "add account")
    db.close_store()
