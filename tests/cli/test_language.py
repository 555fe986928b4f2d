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
from statuspage.store import db
from tests.helpers.made_up import left_over, made_up

NAMES = (
    *(r"\bconfig\.toml\b", r"\bprobe-from\b"),
    r"^ +(-\w, )?--[a-z/ ,-]+[A-Za-z0-9|=\[\]<>_.;]*",  # an option with what it takes
    *(
        r"\[[a-z_|]+\]",
        r": [a-z]+(?=( !!)?\])",
        r"\b(FILE|DIRECTORY|TEXT|PATH|INTEGER( RANGE)?|RANGE|TIME|ID=STATE)\b",
    ),
)


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("words")


@pytest.fixture
def strange(words: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An environment that asks for the made-up language."""
    monkeypatch.setenv("LANGUAGE", "")
    monkeypatch.setenv("LC_ALL", "el_GR.UTF-8")
    with made_up(words):
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
    own = (rf"^  ({'|'.join(sorted(listed, key=len, reverse=True))})\b",)
    text = "\n".join(re.sub(one, " ", line) for line in words.split("\n") for one in own)
    options = example.partition("\n\n")[2]
    found = [w for line in options.split("\n") for w in left_over(line, *own, *NAMES)]
    usage = (rf"\b({'|'.join(['main', *path])})\b", r"\[?\b[A-Z_]{2,}\b\]?", r"\{[a-z_|]+\}")
    assert [*left_over(text, *usage), *found] == []


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


@pytest.fixture
def site(store: Path) -> list[str]:
    """How to name the small site to a command."""
    db.close_store()
    return ["--config", str(store / "config.toml")]


IN_QUOTES = r"'[^']*'"
ANSWERS = (
    r"api-availability",
    *(IN_QUOTES, r"main [a-z ]+ \[OPTIONS\]"),
    *(r"[\w/.-]+\.(toml|jsonl|csv|db|md)(:\d+)?", r"(?m)^(?:updates|components|period): "),
    *(r"(?<=: )(title|updates|line|scope|body|location): ", r"(?m)^(scope|body|period): "),
    *(r"--[a-z-]+", r"\{\{gap\}\}", r"\bheartbeat:PROBE\b", r"STATUSPAGE_[A-Z_]+"),
    *(
        r"\b(probe|state|up|down|degraded|unknown|location|at|latency_ms|reason)\b",
        r"API availability",
    ),
    *(
        r"\b(incidents|changelog|erasure|measurements|cases|alerts|metrics|api|search|docs|ID=STATE)\b",
        r"\w+_outage",
    ),
    *(r"taken \d+, known \d+, refused \d+", r"(?:Expecting|EOF)[^!]*", r"(?<=: )[\w-]+(?= !!)"),
    *(
        r"/record/\w+",
        *(r'"[a-z_]+"', r"(?<=, )(title|updates)\b"),
        r"degraded_performance|under_maintenance|operational",
        r"\b(ada|bob|admin)\b",
    ),
)
"""What people typed, names of things, and what click and the reader of JSON say by themselves."""


@pytest.mark.usefixtures("strange")
@pytest.mark.parametrize(
    "typed",
    [
        "check",
        "sync",
        "migrate",
        "incident open --title T --body B --component moon=major_outage",
        "incident open --title T --body B --component api=broken",
        "incident open --title T --body B --posted-at noon",
        "incident open --title T --body {{gap}}",
        "incident update nothing --body B",
        "incident amend nothing --reason R",
        "maintenance schedule --title T --body B --from noon --until 2031-01-01 --component api",
        "maintenance cancel nothing",
        "staff add ada --role admin",
        "staff disable bob",
        "token create bob --scope nothing",
        "token create bob --scope heartbeat:backup",
        "token revoke bob",
        "sla show nothing",
        "sla show api-availability --period never",
        "sla show api-availability --period 2999-01",
        "sla show api-availability --period 2026-07",
        "import incidents FILE",
        "import checks FILE",
        "restore nothing.db",
        "verify FOLDER",
        "record key",
    ],
)
def test_answers_of_commands_are_translated(site: list[str], tmp_path: Path, typed: str) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text('{"title": "", "updates": []}\n{"probe": "nothing", "at": 7}\n{\n', "utf-8")
    words = [{"FILE": str(rows), "FOLDER": str(tmp_path)}.get(word, word) for word in typed.split()]
    answer = CliRunner().invoke(main, [*site, *words])
    text = answer.output.replace(str(tmp_path), " ")
    if typed == "record key":
        text = "\n".join(line for line in text.split("\n") if "!!" in line)
    assert text.strip()
    assert left_over(text, *ANSWERS) == []
