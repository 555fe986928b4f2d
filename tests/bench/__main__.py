"""`make bench`: prints what running, a visitor's request and a rendering cost, as ratios.

`python -m tests.bench [NAME ...] [--paste]` runs some benchmarks; what they print then takes the
place of what docs/measurements.md says of them. One that lacks a program is skipped.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from contextlib import redirect_stdout
from importlib import import_module

import pytest

from tests.bench.pasting import Both, paste

NAMES = (
    "rendering",
    "footprint",
    "record",
    "probes",
    "serving",
    "beside",
    "storage",
    "stores",
    "history",
    "size",
    "bucket",
    "copying",
    "telling",
)


def main(words: list[str]) -> None:
    """Run the benchmarks that are named, or all."""
    parser = ArgumentParser("python -m tests.bench")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--paste", action="store_true", help="into docs/measurements.md")
    asked = parser.parse_args(words)
    if strange := set(asked.names) - set(NAMES):
        parser.error(f"there is no benchmark {', '.join(strange)}; there are {', '.join(NAMES)}")
    for name in asked.names or NAMES:
        both = Both(sys.stdout)
        try:
            with redirect_stdout(both):
                import_module(f"tests.bench.{name}").main()
        except pytest.skip.Exception as lacking:
            print(f"{name}: skipped. {lacking}", file=sys.stderr)
            continue
        if asked.paste:  # after each: a later one that fails takes nothing away
            paste({name: both.text})


if __name__ == "__main__":
    main(sys.argv[1:])
