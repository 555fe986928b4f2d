"""When each duty of the worker began and ended, in a small file: no row, for a store that is out of
reach is one of the things that make a duty hang."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path

from statuspage.domain.desk.duties import Beat


def write(path: Path, beats: Sequence[Beat]) -> None:
    """Write the file as a whole. Raises OSError."""
    part = path.with_name(path.name + ".part")
    part.write_text(json.dumps([astuple(beat) for beat in beats]), "utf-8")
    part.replace(path)


def read(path: Path) -> list[Beat]:
    """What stands in the file; empty when there is none."""
    try:
        rows = json.loads(path.read_text("utf-8"))
    except OSError:
        return []
    return [Beat(*row) for row in rows]
