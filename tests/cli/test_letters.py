"""Arguments that are no UTF-8 are refused, and no letter is dropped in silence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from statuspage.store.incidents import incidents

WORDS = "Störung im Büro"
LATIN, UTF8 = WORDS.encode("latin-1"), WORDS.encode()
_NO_UTF8 = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "POSIX"}


def _run(site: Path, *words: bytes, environ: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    command = [os.fsencode(sys.executable), b"-m", b"statuspage", b"incident", b"open", *words]
    return subprocess.run(
        command, cwd=site, env={**os.environ, **environ}, capture_output=True, check=False
    )


@pytest.mark.parametrize("environ", [{"LC_ALL": "C.UTF-8"}, _NO_UTF8], ids=["utf-8", "posix"])
@pytest.mark.parametrize("option", ["title", "body", "owner"])
def test_an_argument_in_latin_1_is_refused_by_name_of_the_place(
    store: Path, option: str, environ: dict[str, str]
) -> None:
    given = {"title": b"T", "body": b"B", "owner": b"O"} | {option: LATIN}
    words = [part for name, text in given.items() for part in (f"--{name}".encode(), text)]
    done = _run(store, *words, environ=environ)
    assert done.returncode == 2
    assert b"not UTF-8" in done.stderr
    assert b"rung im B" in done.stderr
    assert b"Traceback" not in done.stderr
    assert incidents.newest(10) == []


@pytest.mark.parametrize("environ", [{"LC_ALL": "C.UTF-8"}, _NO_UTF8], ids=["utf-8", "posix"])
def test_an_argument_in_utf_8_is_read_whatever_the_environment_says(
    store: Path, environ: dict[str, str]
) -> None:
    done = _run(store, b"--title", UTF8, b"--body", UTF8, environ=environ)
    assert done.returncode == 0, done.stderr
    newest = incidents.newest(1)[0]
    assert (newest.title, newest.updates[0].body) == (WORDS, WORDS)


def test_characters_that_no_page_can_show_are_named(store: Path) -> None:
    done = _run(store, b"--title", "a\u202eb".encode(), b"--body", b"c\x1b[31md", environ={})
    assert done.returncode == 0, done.stderr
    assert b"Left out: U+202E." in done.stderr
    assert b"Left out: U+001B." in done.stderr
    newest = incidents.newest(1)[0]
    assert (newest.title, newest.updates[0].body) == ("ab", "c[31md")
