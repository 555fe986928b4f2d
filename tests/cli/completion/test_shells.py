"""What shells complete on TAB: real ones, with the script that is printed for them."""

from __future__ import annotations

import os
import pty
import re
import select
import shlex
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from statuspage.cli.completion.shells import SHELLS
from tests.helpers.processes import PATIENCE
from tests.helpers.shell import run
from tests.helpers.wanted import need

_PROGRAM = Path(sys.executable).with_name("statuspage")
_BEGIN = {
    "bash": ("--norc", "--noprofile", "-i"),
    "zsh": ("-f", "-i"),
}
_SET_UP = {
    "bash": "bind 'set enable-bracketed-paste off'; PS1='> '",
    "zsh": "autoload -U compinit; compinit -u -D; bindkey -e; unset zle_bracketed_paste; PS1='> '",
}


@pytest.fixture
def opened(config: Path) -> str:
    """The id of an incident that is open."""
    words = ("--title", "Slow: search", "--body", "We look.", "--component", "api=partial_outage")
    return run(config, "incident", "open", *words).stdout.strip()


@pytest.mark.parametrize("shell", _BEGIN)
def test_line_is_completed_word_by_word(shell: str, config: Path, opened: str) -> None:
    typed = f"statuspage --config {config} inc\tupd\t{opened[:6]}\t--comp\tapi=maj\t"
    expected = ["incident", "update", opened, "--component", "api=major_outage"]
    assert _completed(shell, typed)[3:] == expected


def _completed(shell: str, typed: str) -> list[str]:
    """The words that a shell on a terminal has made of a line, once each TAB was answered."""
    process, terminal = pty.fork()
    if process == 0:
        os.environ.update(TERM="dumb", PATH=f"{_PROGRAM.parent}:{os.environ['PATH']}")
        os.execv(need(shell), [shell, *_BEGIN[shell]])
    script = f'eval "$({_PROGRAM} completion {shell})"'
    try:
        os.write(terminal, f"{_SET_UP[shell]}; {script}; echo READ''Y\n".encode())
        _read(terminal, r"READY")
        os.write(terminal, f"{typed}\x01printf '<%s>' \n".encode())
        seen = _read(terminal, r"<--component><[^>]*>")
    finally:
        os.close(terminal)
        with suppress(ProcessLookupError):
            os.kill(process, 9)
        os.waitpid(process, 0)
    return re.findall(r"<([^<>\n]*)>", seen[seen.index("<statuspage>") :])


def _read(terminal: int, mark: str) -> str:
    """What a terminal shows up to some text."""
    seen, until = "", time.monotonic() + PATIENCE
    while not re.search(mark, seen) and time.monotonic() < until:
        if select.select([terminal], [], [], 1)[0]:
            seen += os.read(terminal, 4096).decode(errors="replace")
    assert re.search(mark, seen)
    return seen


def test_fish_offers_names_with_words_beside_them(config: Path, opened: str) -> None:
    begun = f"statuspage --config {config} "
    asked = [
        f"{begun}incident update ",
        f"{begun}sla show api-",
        f"{begun}incident open --component a",
    ]
    lines = "; ".join(f"complete -C {shlex.quote(one)}" for one in asked)
    script = f"{_PROGRAM} completion fish | source; {lines}"
    done = subprocess.run(
        [need("fish"), "--no-config", "-c", script],
        env=os.environ | {"PATH": f"{_PROGRAM.parent}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert f"{opened}\tSlow: search" in done.stdout
    assert "api-availability\tAPI availability" in done.stdout
    assert "api=major_outage" in done.stdout
    assert done.stderr == ""


def _offered(config: Path, typed: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setenv("_STATUSPAGE_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", f"statuspage --config {config} {typed}")
    result = run(None)
    assert (result.exit_code, result.stderr) == (0, "")
    return [one.partition(",")[2] for one in result.stdout.split("\n") if one]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("incident resolve ", ["{opened}"]),
        ("maintenance cancel ", []),
        ("maintenance schedule --component d", ["docs"]),
        ("incident open --component ", ["api=", "search=", "docs="]),
        ("incident open --status mon", ["monitoring"]),
        ("sla show api-availability --period roll", ["rolling-30d", "rolling-90d"]),
        ("token revoke ", []),
        ("compl", ["completion"]),
        ("incident update 'nothing ", []),
    ],
)
def test_names_come_from_the_store(
    config: Path, opened: str, typed: str, offered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = [one.format(opened=opened) for one in offered]
    assert _offered(config, typed, monkeypatch) == expected


def test_without_a_site_nothing_is_offered_and_nothing_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _offered(tmp_path / "config.toml", "incident update ", monkeypatch) == []
    assert not [*tmp_path.iterdir()]


def test_list_of_commands_is_offered_without_importing_them(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom statuspage.cli import main\nmain()\n"
        "print(*sys.modules, sep='\\n', file=sys.stderr)"
    )
    environ = {"_STATUSPAGE_COMPLETE": "bash_complete", "COMP_WORDS": "statuspage "}
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | environ,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "plain,incident" in done.stdout
    assert "statuspage.cli.program" not in done.stderr.split("\n")
    assert "statuspage.store" not in done.stderr.split("\n")


def test_each_shell_that_is_known_has_a_script() -> None:
    for name in SHELLS:
        assert "_STATUSPAGE_COMPLETE" in run(None, "completion", name).stdout
