"""Upptime: the commits of a clone of its repository, one for each change and at least one a day.

Source: upptime/uptime-monitor, src/update.ts: "$EMOJI $SITE_NAME is $STATUS ($RESPONSE_CODE in
$RESPONSE_TIME ms)" for history/SLUG.yml. A state holds until the next commit of its file, but for
no more than 25 hours: behind that it may have stood still.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import yaml

from statuspage.errors import SourceError
from statuspage.imports.histories.given import Given
from statuspage.imports.monitors.monitor import DOWN, UP, Monitor, Spell, TheirResult
from statuspage.said import said

_LONGEST = 25 * 3600  # seconds
_STATUS = re.compile(
    r"^(\d+)\t(?:\S+\s+)?.*?\b(?:is (up|down|degraded)|has (degraded) performance)"
    r" \((\d+) in (\d+) ms\)"
)
_STATES = {"up": UP, "down": DOWN, "degraded": "degraded"}


def read(given: Given) -> Iterator[Monitor]:
    """Read a clone. Raises SourceError, also where git is missing."""
    folder = Path(given.place)
    files = sorted((folder / "history").glob("*.yml"))
    if not files:
        raise SourceError(
            said(
                "{name} is no clone of an Upptime repository: it has no history/*.yml.",
                name=given.place,
            )
        )
    for file in files:
        about = _about(file)
        beats = sorted({one.at: one for one in _commits(folder, file)}.values(), key=_time)
        yield Monitor(
            about.get("name") or file.stem,
            file.stem,
            about.get("url", ""),
            [one for one in beats if one.latency_ms is not None],
            [
                Spell(one.at, min(after.at, one.at + _LONGEST), one.state)
                for one, after in pairwise(beats)
            ],
        )


def _about(file: Path) -> dict[str, str]:
    """What the file says: a list of one key each, or an object."""
    try:
        found = yaml.safe_load(file.read_text("utf-8", "replace"))
    except (yaml.YAMLError, OSError, ValueError, RecursionError):
        return {}
    parts = found if isinstance(found, list) else [found]
    keys = (pair for part in parts if isinstance(part, dict) for pair in part.items())
    return {str(key): str(value) for key, value in keys if isinstance(value, str | int)}


def _time(beat: TheirResult) -> int:
    return beat.at


def _commits(folder: Path, file: Path) -> Iterator[TheirResult]:
    """What each commit of a file says; git has the newest first."""
    name = str(file.relative_to(folder))
    command = ["git", "-C", str(folder), "log", "--format=%ct%x09%s", "--", name]
    try:
        done = subprocess.run(command, capture_output=True, check=True)  # noqa: S603 git alone
    except (OSError, subprocess.CalledProcessError) as error:
        why = getattr(error, "stderr", b"").decode("utf-8", "replace").strip() or str(error)
        raise SourceError(
            said("git cannot tell the history of {name}: {why}.", name=name, why=why[:200])
        ) from error
    for line in done.stdout.decode("utf-8", "replace").splitlines():
        if found := _STATUS.match(line):
            state = found[2] or found[3]
            took = None if state == "down" else int(found[5])
            yield TheirResult(int(found[1]), _STATES[state], took)
