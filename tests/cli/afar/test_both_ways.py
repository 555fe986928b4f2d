"""The same commands, typed at the store and at a server: every byte that they print is the same."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from statuspage import clock
from statuspage.cli import main
from statuspage.cli.afar.groups import GROUPS
from statuspage.store import db
from tests.cli.afar.conftest import Served
from tests.helpers.shell import run
from tests.helpers.sites import write_site

_TYPED = Path(__file__).parents[2] / "data" / "shell"
SCRIPT = (_TYPED / "script.txt").read_text("utf-8").splitlines()
"""What is typed, line by line; `A = ` names the id that a line prints, for the lines below it."""
FIGURES = (_TYPED / "figures.txt").read_text("utf-8").splitlines()
TIMES = (
    r"20\d\d-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(\+\d\d:\d\d|Z)?",
    r"20\d\d-\d\d-\d\d(?=-)",
)
NAMES = r"\b[a-z0-9]{10}\b"  # and a few words, on both sides alike


class Session:
    """Somebody who types at one site, and keeps the ids that it made in their order."""

    def __init__(self, *options: str) -> None:
        self._options = options
        self._named: dict[str, str] = {}
        self._ids: list[str] = []

    def typed(self, line: str) -> tuple[int, str, str]:
        """How a command ended, and what it printed, with ids by their order and without times."""
        label, sign, command = line.partition(" = ") if line[1:4] == " = " else ("", "", line)
        words = [self._named.get(word, word) for word in shlex.split(command)]
        result = CliRunner().invoke(main, [*self._options, *words])
        db.close_store()
        if sign:
            self._named[label] = _id_in(result.stdout)
        for name in re.findall(NAMES, result.stdout + result.stderr):
            if name not in self._ids:
                self._ids.append(name)
        return result.exit_code, self._plain(result.stdout), self._plain(result.stderr)

    def _plain(self, text: str) -> str:
        text = re.sub(NAMES, lambda found: f"ID{self._ids.index(found[0])}", text)
        for pattern in TIMES:
            text = re.sub(pattern, "TIME", text)
        return text


def _id_in(out: str) -> str:
    if out.startswith("{"):
        return str(json.loads(out)["update"]["id"])
    return out.strip().splitlines()[-1]


def test_commands_print_the_same_at_the_store_and_at_a_server(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = write_site(tmp_path / "here")
    monkeypatch.chdir(here)
    assert run(None, "sync").exit_code == 0
    near, far = Session(), Session("--server", served.url)
    for line in SCRIPT:
        assert far.typed(line) == near.typed(line), line
    assert not [*(tmp_path / "state" / "statuspage" / "sent").iterdir()]


@pytest.mark.parametrize("line", FIGURES)
def test_figures_are_the_same_at_the_store_and_at_its_server(
    served: Served, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(served.folder)
    near, far = Session(), Session("--server", served.url)
    minute = None
    while minute != (minute := clock.now().minute):  # until both were asked within one
        told = far.typed(line), near.typed(line)
    assert told[0] == told[1]


def test_script_types_each_command() -> None:
    typed = {tuple(re.sub("^. = ", "", one).split()[:2]) for one in SCRIPT + FIGURES}
    context = click.Context(main)
    for name in GROUPS:
        group = main.get_command(context, name)
        assert isinstance(group, click.Group)
        assert {(name, command) for command in group.list_commands(context)} <= typed
