"""Parts of one program: started again when they end, ended when asked or when left alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.helpers.processes import running, wait_until

_PROGRAM = """
import os, sys, time
from pathlib import Path
from statuspage.cli.running.supervisor import supervise

def part():
    with Path(sys.argv[1]).open("a") as notes:
        notes.write(f"{os.getpid()}\\n")
    time.sleep(600)

supervise({"part": part})
"""


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """Where each start of the part leaves its process number."""
    (tmp_path / "notes").touch()
    return tmp_path / "notes"


@pytest.fixture
def supervisor(notes: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-c", _PROGRAM, str(notes)]
    with notes.with_name("said").open("w") as said, running(command, stderr=said) as process:
        wait_until(lambda: len(started(notes)) == 1, process)
        yield process


def started(notes: Path) -> list[int]:
    return [int(line) for line in notes.read_text().splitlines()]


def is_there(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def test_part_that_ends_is_started_again_and_said(
    supervisor: subprocess.Popen[bytes], notes: Path
) -> None:
    os.kill(started(notes)[0], signal.SIGKILL)
    wait_until(lambda: len(started(notes)) == 2, supervisor)
    supervisor.terminate()
    assert supervisor.wait() == 0
    said = notes.with_name("said").read_text()
    assert said.endswith("part ended with code -9; it will be restarted.\n")


def test_part_stops_when_the_supervisor_is_asked_to(
    supervisor: subprocess.Popen[bytes], notes: Path
) -> None:
    supervisor.send_signal(signal.SIGINT)
    assert supervisor.wait() == 0
    assert not is_there(started(notes)[0])


def test_part_ends_when_the_supervisor_is_killed(
    supervisor: subprocess.Popen[bytes], notes: Path
) -> None:
    supervisor.kill()
    supervisor.wait()
    wait_until(lambda: not is_there(started(notes)[0]))
