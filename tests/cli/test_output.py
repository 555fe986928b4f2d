"""With --json each command prints one document, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from statuspage.cli import main
from statuspage.cli.output import json_option
from tests.cli.test_commands import ROOT
from tests.helpers.shell import run

WITHOUT = {
    "run": "serves until it is stopped",
    "serve": "serves until it is stopped",
    "work": "works until it is stopped",
    "probe-from": "checks until it is stopped",
    "witness serve": "serves until it is stopped",
    "mcp": "speaks a protocol of its own",
    "completion": "prints a script",
    "export changelog": "prints a file",
    "openslo export": "prints a file",
}


def _all_commands(
    group: click.Group, path: tuple[str, ...] = ()
) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from _all_commands(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


COMMANDS = dict(_all_commands(main))
_OPTION = json_option(click.Command("any")).params[0]


@pytest.mark.parametrize("name", sorted(COMMANDS.keys() - WITHOUT.keys()))
def test_command_prints_json_by_the_one_mechanism_and_its_shape_is_documented(name: str) -> None:
    [option] = [one for one in COMMANDS[name].params if "--json" in one.opts]
    assert option.callback is _OPTION.callback
    page = (ROOT / "docs" / "commands.md").read_text("utf-8")
    shapes = page.partition("## For programs")[2].partition("\n## ")[0]
    assert f"`{name}`" in shapes


def test_no_command_prints_past_the_mechanism() -> None:
    own = {"output.py", "completion/shells.py"}
    files = (ROOT / "statuspage" / "cli").rglob("*.py")
    found = {
        str(one.relative_to(ROOT / "statuspage" / "cli"))
        for one in files
        if "click.echo(" in one.read_text()
    }
    assert found <= own


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        (["check"], {"good", "files", "faults", "examples"}),
        (["sync"], {"added", "changed", "withdrawn", "faults"}),
        (["migrate"], {"steps"}),
        (["staff", "add", "ada", "--role", "admin"], {"name", "role", "password"}),
        (["token", "create", "t", "--scope", "cases"], {"name", "scopes", "token"}),
        (["sending", "stop"], {"sending"}),
        (["sending", "status"], {"sending", "stopped_by", "stopped_at", "waiting"}),
        (["sending", "resume", "--drop"], {"sending", "was_stopped", "dropped"}),
        (["record", "key"], {"key", "public_key"}),
        (["record", "show"], {"origin", "public_key", "entries", "waiting", "witnesses"}),
        (["survey", "open", "nps", "site"], {"address"}),
        (["survey", "snippet", "nps", "site"], {"html"}),
        (["backup", "copy.db"], {"file", "rows"}),
        (["publish", "copy"], {"written", "unchanged", "removed", "target"}),
        (["subscriber", "erase", "eve@example.com"], {"deleted"}),
        (["incident", "open", "--title", "T", "--body", "B"], {"id", "status", "update", "impact"}),
    ],
    ids=lambda given: "-".join(given[:2]) if isinstance(given, list) else "",
)
def test_document_is_all_that_is_printed(
    config: Path, words: list[str], keys: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(config.parent)
    if words[:2] == ["survey", "snippet"]:
        run(config, "survey", "open", *words[2:])
    done = run(config, *words, "--json")
    assert done.exit_code == 0, done.stderr
    assert keys <= json.loads(done.stdout).keys()
    assert all("note" in json.loads(line) for line in done.stderr.splitlines())


def test_what_is_long_comes_as_json_lines(config: Path) -> None:
    lines = run(config, "survey", "links", "csat", "spring", "3", "--json").stdout.splitlines()
    assert [json.loads(line).keys() for line in lines] == [{"address", "token"}] * 3


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (["sla", "show", "nothing"], 1, {"error"}),
        (["incident", "open", "--title", "T", "--body", " "], 1, {"error", "fields"}),
        (["staff", "add", "ada"], 2, {"error"}),
        (["staff", "disable", "nobody"], 1, {"error"}),
    ],
)
def test_refusal_is_json_too(config: Path, words: list[str], status: int, told: set[str]) -> None:
    done = run(config, *words, "--json")
    assert (done.exit_code, done.stdout) == (status, "")
    assert json.loads(done.stderr).keys() == told
