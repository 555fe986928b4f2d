"""Asks whether anything known speaks against a locked package: https://google.github.io/osv.dev/api/

An advisory is a fault. Where the index of advisories cannot be reached that is said in one line and
is none: what is locked does not change by itself, and the next run asks again.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import httpx2

LOCK = Path(__file__).parents[1] / "requirements" / "dev.txt"  # it holds what run.txt holds
INDEX = "https://api.osv.dev/v1/querybatch"
SECONDS = 10.0
LOCKED = re.compile(r"^([a-z0-9][a-z0-9.-]*)(?:\[[^]]*\])?==([^\s;]+)", re.MULTILINE)
HARMLESS: Mapping[str, str] = {}
"""Advisories that do not concern how this project uses a package, each with its reason."""


def found(packages: Sequence[tuple[str, str]], index: str) -> list[str]:
    """Each advisory as a line. Raises httpx2.HTTPError, and ValueError for another form."""
    asked = [
        {"package": {"name": name, "ecosystem": "PyPI"}, "version": version}
        for name, version in packages
    ]
    answer = httpx2.post(index, json={"queries": asked}, timeout=SECONDS).raise_for_status()
    results = answer.json()["results"]
    return [
        f"{name} {version}: https://osv.dev/vulnerability/{one['id']}"
        for (name, version), result in zip(packages, results, strict=True)
        for one in result.get("vulns", [])
        if one["id"] not in HARMLESS
    ]


def main(index: str = INDEX) -> int:
    """0 when nothing is known, or nobody could be asked."""
    packages = LOCKED.findall(LOCK.read_text("utf-8"))
    try:
        advisories = found(packages, index)
    except (httpx2.HTTPError, ValueError, KeyError, TypeError, AttributeError) as error:
        why = str(error) or type(error).__name__
        print(f"The lock was not held against advisories, {index} did not tell: {why}")
        return 0
    for line in advisories:
        print(line, file=sys.stderr)
    print(f"{len(packages)} locked packages, {len(advisories)} advisories")
    return int(bool(advisories))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
