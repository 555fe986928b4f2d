"""The command line speaks the language of the environment, in its help and in its answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from statuspage.cli import main
from statuspage.cli.language import spoken
from tests.helpers.made_up import left_over, made_up

CLICKS_OWN = (
    *(r"Usage: [^\n]*", r"Options:", r"Commands:", r"Show this message and exit\."),
    r"\[[^\]]*\b(?:required|default:|env var:|x<=)[^\]]*\]",
)
"""What click says by itself, in the language that its own catalogue has."""

NAMES = (
    r"^ +(-\w, )?--[a-z/ ,-]+[A-Za-z0-9|=\[\]<>_.;]*",  # an option with what it takes
    *(r"\[[a-z_|]+\]", r"\b(FILE|DIRECTORY|TEXT|PATH|INTEGER( RANGE)?|RANGE|TIME|ID=STATE)\b"),
)


@pytest.fixture
def strange(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An environment that asks for the made-up language."""
    monkeypatch.setenv("LANGUAGE", "")
    monkeypatch.setenv("LC_ALL", "el_GR.UTF-8")
    with made_up(tmp_path):
        yield


def _commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from _commands(inner, (*path, name))


@pytest.mark.usefixtures("strange")
@pytest.mark.parametrize("path", list(_commands(main)), ids=" ".join)
def test_help_of_each_command_is_translated(path: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(main, [*path, "--help"]).output
    words, _, example = shown.partition("[!! Éẋåɱþļé: !!]")
    assert example
    listed = {word for one in _commands(main) for word in one}
    own = (rf"^  ({'|'.join(sorted(listed))})\b",)
    text = "\n".join(re.sub(one, " ", line) for line in words.split("\n") for one in own)
    options = re.sub(CLICKS_OWN[-1], " ", example.partition("\n\n")[2])
    found = [w for line in options.split("\n") for w in left_over(line, *own, *CLICKS_OWN, *NAMES)]
    assert [*left_over(text, *CLICKS_OWN), *found] == []


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({"LANG": "el_GR.UTF-8"}, "el-GR"),
        ({"LANG": "C.UTF-8", "LC_MESSAGES": "el_GR"}, "el-GR"),
        ({"LANG": "el_GR", "LC_ALL": "C"}, "en"),
        ({"LANGUAGE": "tlh:el_GR", "LANG": "C"}, "el-GR"),
        ({}, "en"),
    ],
)
def test_language_is_looked_for_as_gettext_does(
    tmp_path: Path, environ: dict[str, str], language: str
) -> None:
    with made_up(tmp_path):
        assert spoken(environ).language == language
