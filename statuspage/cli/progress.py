"""A bar on a terminal for long work: how much is done, how fast, and for how long it will go on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TextIO

import click

from statuspage import clock
from statuspage.cli.language import words
from statuspage.cli.output import is_json
from statuspage.domain.vocabulary.sizes import Size
from statuspage.progress import Progress, Stage, quietly

_SHOW_AFTER = 0.5  # seconds; what is done sooner needs no bar
_DRAW_EVERY = 0.1


@contextmanager
def shown() -> Iterator[Progress]:
    """Within it, what is told of long work is seen by whoever sits at the terminal.

    In a pipe, and with --json, nothing is written.
    """
    if is_json() or not sys.stderr.isatty():
        yield quietly
        return
    bars = Bars(sys.stderr)
    try:
        yield bars.tell
    finally:
        bars.close()


class Bars:
    """A bar for each stage, one below the other. Use it from one thread."""

    def __init__(self, terminal: TextIO, show_after: float = _SHOW_AFTER) -> None:
        self._terminal = terminal
        self._show_after = show_after
        self._stage: Stage | None = None
        self._begun = 0.0
        self._draw_at = 0.0
        self._bar: Any = None

    def tell(self, stage: Stage) -> None:
        """Show how far a stage has come."""
        now = clock.elapsed()
        if self._stage is None or stage.doing != self._stage.doing:
            self.close()
            self._begun, self._draw_at = now, now + self._show_after
        self._stage = stage
        is_over = self._bar is not None and stage.done == stage.total
        if now >= self._draw_at or is_over:
            self._draw_at = now + _DRAW_EVERY
            self._draw(stage, now)

    def close(self) -> None:
        """Leave the last bar as it is and go on below it."""
        if self._bar is not None:
            self._bar.render_finish()
        self._bar = self._stage = None

    def _draw(self, stage: Stage, now: float) -> None:
        if self._bar is None:
            self._bar = click.progressbar(
                None if stage.total is not None else (_ for _ in ()),
                length=stage.total,
                label=words(stage.doing),
                file=self._terminal,
                show_pos=not stage.is_bytes and stage.total is not None,
                item_show_func=lambda rate: rate,
            )
            self._bar.start -= now - self._begun
        self._bar.update(max(0, stage.done - self._bar.pos), _rate(stage, now - self._begun))


def _rate(stage: Stage, seconds: float) -> str:
    """How many in a second; the number done, too, where nobody knows how many there are."""
    each_second = stage.done / max(seconds, 0.001)
    rate = f"{Size(each_second) if stage.is_bytes else f'{each_second:.0f}'}/s"
    if stage.total is not None:
        return rate
    return f"{Size(stage.done) if stage.is_bytes else stage.done}  {rate}"
