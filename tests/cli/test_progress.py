"""Bars of long work: on a terminal alone, one for each stage, with how fast it goes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest

from statuspage.cli.progress import Bars, shown
from statuspage.progress import Stage, each, quietly
from statuspage.said import said

WRITING = said("Writing")


@pytest.fixture
def terminal() -> Iterator[tuple[Bars, Callable[..., str]]]:
    """Bars on a terminal that show at once, and what the terminal got so far."""
    ours, theirs = os.openpty()
    with os.fdopen(theirs, "w") as opened, os.fdopen(ours, "rb", buffering=0) as read:

        def seen(bars: int = 1) -> str:
            found = b""
            while found.count(b"\n") < bars:  # a terminal hands on a piece at a time
                found += read.read(65536)
            return found.decode()

        yield Bars(opened, show_after=0.0), seen


def test_bar_says_what_is_done_how_much_and_how_fast(
    terminal: tuple[Bars, Callable[..., str]],
) -> None:
    bars, seen = terminal
    bars.tell(Stage(WRITING, 0, 40))
    bars.tell(Stage(WRITING, 40, 40))
    bars.close()
    text = seen()
    assert text.startswith("\r")
    assert "Writing" in text
    assert "40/40" in text
    assert "/s" in text
    assert text.endswith("\n")


def test_each_stage_has_its_own_bar(terminal: tuple[Bars, Callable[..., str]]) -> None:
    bars, seen = terminal
    bars.tell(Stage(said("Reading"), 9, 9))
    bars.tell(Stage(WRITING, 1, 2))
    bars.close()
    first, second, rest = seen(bars=2).split("\n")
    assert ("Reading" in first, "9/9" in first) == (True, True)
    assert ("Writing" in second, "1/2" in second) == (True, True)
    assert not rest.strip("\x1b[?25h")


def test_what_has_no_known_end_tells_how_far_it_came(
    terminal: tuple[Bars, Callable[..., str]],
) -> None:
    bars, seen = terminal
    bars.tell(Stage(said("Reading"), 12_300_000, is_bytes=True))
    bars.close()
    assert "12 MB" in seen()


def test_quick_work_shows_no_bar() -> None:
    ours, theirs = os.openpty()
    with os.fdopen(theirs, "w") as opened, os.fdopen(ours, "rb", buffering=0) as read:
        bars = Bars(opened, show_after=3600.0)
        for _ in each(range(1000), WRITING, bars.tell):
            pass
        bars.close()
        opened.write("!")
        opened.flush()
        assert read.read(1) == b"!"


def test_nothing_is_told_where_no_terminal_is(capsys: pytest.CaptureFixture[str]) -> None:
    with shown() as progress:
        assert progress is quietly
    with shown() as progress:
        progress(Stage(WRITING, 1, 2))
    assert capsys.readouterr() == ("", "")


def test_each_tells_before_each_item_and_at_the_end() -> None:
    told: list[Stage] = []
    assert list(each("abc", WRITING, told.append)) == ["a", "b", "c"]
    assert [(stage.done, stage.total) for stage in told] == [(0, 3), (1, 3), (2, 3), (3, 3)]
