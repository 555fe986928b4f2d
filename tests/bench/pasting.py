"""What benchmarks print, put into docs/measurements.md with the machine that it was measured on."""

from __future__ import annotations

import io
import os
import platform
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from statuspage import __version__

PAGE = Path(__file__).parents[2] / "docs" / "measurements.md"
_BEGIN, _END = "<!-- bench: begin -->", "<!-- bench: end -->"
_BLOCK = re.compile(r"#### ([a-z]+)\n\n[^\n]*\n\n```text\n.*?```\n", re.DOTALL)


class Both(io.StringIO):
    """Keeps what is printed, and shows it."""

    def __init__(self, shown: TextIO) -> None:
        super().__init__()
        self._shown = shown

    def write(self, text: str) -> int:
        self._shown.write(text)
        self._shown.flush()
        return super().write(text)

    @property
    def text(self) -> str:
        return self.getvalue()


def paste(printed: Mapping[str, str], page: Path = PAGE) -> None:
    """Put what was printed, by the benchmark's name, in place of what stands there of it.

    What was not measured anew stays, with the machine and the day that it was measured on.
    """
    before, _, rest = page.read_text("utf-8").partition(_BEGIN)
    former, _, after = rest.partition(_END)
    blocks = {found[1]: found[0] for found in _BLOCK.finditer(former)}
    blocks |= {name: _block(name, text) for name, text in printed.items()}
    body = "\n".join(blocks.values())
    page.write_text(f"{before}{_BEGIN}\n\n{body}\n{_END}{after}", "utf-8")


def _block(name: str, text: str) -> str:
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return f"#### {name}\n\n{machine()}\n\n```text\n{lines}\n```\n"


def machine() -> str:
    """What it was measured on, without any name of it."""
    kib = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 1024**3
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, statuspage {__version__}, {_processor()} "
        f"({os.cpu_count()} cores), {kib:.0f} GiB of memory, {platform.system()} "
        f"{platform.release().partition('-')[0]}, Python {platform.python_version()}"
    )


def _processor() -> str:
    try:
        found = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text("utf-8"))
    except OSError:
        found = None
    return found[1] if found else platform.machine()
