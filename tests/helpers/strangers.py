"""A stranger's program: docs/check_entry.py, as a reader runs it."""

from __future__ import annotations

import base64
import subprocess
import sys
from pathlib import Path

from tests.helpers.processes import to_its_end

SCRIPT = Path(__file__).parents[2] / "docs" / "check_entry.py"


def check_entry(place: object, index: int, **options: object) -> subprocess.CompletedProcess[str]:
    """Run it on an entry of a copy or a site; `key` and `kept` as on the command line."""
    given = [f"--{name}={value}" for name, value in options.items()]
    return to_its_end([sys.executable, str(SCRIPT), str(place), str(index), *given])


def forged(proof: str) -> str:
    """A proof with one bit of its first hash changed."""
    title, index, row, rest = proof.split("\n", 3)
    first, *others = base64.b64decode(row)
    changed = base64.b64encode(bytes([first ^ 1, *others])).decode()
    return "\n".join((title, index, changed, rest))
