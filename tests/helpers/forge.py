"""Commands of the program in real processes of their own, forked from one that has imported all.

So each costs what it does, not a second of imports, and can be killed in the midst of it.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import statuspage
import statuspage.cli
from tests.helpers.processes import running

KILLED = -signal.SIGKILL


@dataclass(frozen=True)
class Done:
    """How a command ended: its code (KILLED when it was), how long it took, what it said."""

    code: int
    seconds: float
    stdout: str
    stderr: str


class Forge:
    """Runs one command after the other."""

    def __init__(self, process: subprocess.Popen[str], folder: Path) -> None:
        self._process = process
        self._folder = folder

    def run(self, config: Path, *words: str, kill_after: float | None = None) -> Done:
        """One command to its end, or until it is killed (signal 9) after some seconds."""
        told = {"words": ["--config", str(config), *words], "kill_after": kill_after}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(told | {"folder": str(self._folder)}) + "\n")
        self._process.stdin.flush()
        ended = json.loads(self._process.stdout.readline())
        said = [(self._folder / name).read_text("utf-8") for name in ("stdout", "stderr")]
        return Done(ended["code"], ended["seconds"], *said)


@contextmanager
def forge() -> Iterator[Forge]:
    """The process that the commands are forked from."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running(
            [sys.executable, "-m", "tests.helpers.forge"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        with process.stdin, process.stdout:
            yield Forge(process, Path(folder))


def _import_all() -> None:
    for found in pkgutil.walk_packages(statuspage.__path__, "statuspage."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)


def _carry_out(told: dict[str, Any]) -> None:
    """In the child."""
    for number, name in ((1, "stdout"), (2, "stderr")):
        file = os.open(Path(told["folder"]) / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, number)
    code: Any = 1
    try:
        statuspage.cli.main(told["words"])
    except SystemExit as end:
        code = end.code
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 0)


def _ended(child: int, kill_after: float | None) -> int:
    """The code of a child, as subprocess gives it."""
    until = None if kill_after is None else time.monotonic() + kill_after
    while until is not None and time.monotonic() < until:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.001)
    if until is not None:
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _serve() -> None:
    _import_all()
    for line in sys.stdin:
        told = json.loads(line)
        begun = time.monotonic()
        child = os.fork()
        if not child:
            _carry_out(told)
        code = _ended(child, told["kill_after"])
        print(json.dumps({"code": code, "seconds": time.monotonic() - begun}), flush=True)


if __name__ == "__main__":
    _serve()
