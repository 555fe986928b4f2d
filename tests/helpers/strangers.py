"""Programs of strangers: those in docs/, as a reader runs them, and those of .venv/strangers."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.helpers.processes import to_its_end
from tests.helpers.wanted import aside

_ROOT = Path(__file__).parents[2]
SCRIPT = _ROOT / "docs" / "check_entry.py"
CREDIT = _ROOT / "docs" / "check_credit.py"


def check_entry(place: object, index: int, **options: object) -> subprocess.CompletedProcess[str]:
    """Run it on an entry of a copy or a site; `key` and `kept` as on the command line."""
    given = [f"--{name}={value}" for name, value in options.items()]
    return to_its_end([sys.executable, str(SCRIPT), str(place), str(index), *given])


def check_credit(pack: Path, key: object = "") -> subprocess.CompletedProcess[str]:
    """Run it on a claim pack, with the key that signs the record where one is given."""
    return to_its_end([sys.executable, str(CREDIT), str(pack), *([str(key)] if key else [])])


def forged(proof: str) -> str:
    """A proof with one bit of its first hash changed."""
    title, index, row, rest = proof.split("\n", 3)
    first, *others = base64.b64decode(row)
    changed = base64.b64encode(bytes([first ^ 1, *others])).decode()
    return "\n".join((title, index, changed, rest))


def flipped(hashed: bytes) -> bytes:
    """The same with one bit changed."""
    return bytes([hashed[0] ^ 1, *hashed[1:]])


def aics_tlog(*words: str) -> subprocess.CompletedProcess[str]:
    """Run aics-tlog, a program that reads any record of C2SP tlog-tiles."""
    return to_its_end([_python(), "-m", "aics_tlog", *words])


def of_strangers(asked: object) -> dict[str, Any]:
    """What pymerkle and sigstore say; read_by_strangers.py tells what may be asked."""
    script = Path(__file__).with_name("read_by_strangers.py")
    done = to_its_end([_python(), "-P", str(script)], json.dumps(asked))
    if done.returncode:
        raise RuntimeError(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _python() -> str:
    return str(aside("strangers", "bin", "python"))
