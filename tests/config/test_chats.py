"""[[chat]]: somebody may, and no secret stands in the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.config.written import MINIMAL, faults, read

CHAT = '\n[[chat]]\nid = "ops"\ntype = "slack"\n'


def test_chat_names_people_and_their_accounts(tmp_path: Path) -> None:
    lines = 'secret = "env:SLACK"\nstaff = { U1 = "ada" }\n'
    assert read(tmp_path, MINIMAL + CHAT + lines).chat[0].staff == {"U1": "ada"}


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ('secret = "hunter2"\nstaff = { U1 = "ada" }', "this file never holds secrets"),
        ('secret = "env:SLACK"\nstaff = {}', "is empty, so nobody may"),
    ],
)
def test_chat_that_cannot_work_is_a_fault(tmp_path: Path, lines: str, fault: str) -> None:
    assert fault in " ".join(faults(tmp_path, f"{MINIMAL}{CHAT}{lines}\n"))
