"""Passwords: what is kept of them fits them alone, and many at one time take the memory of one."""

from __future__ import annotations

import subprocess
import sys

import pytest

from statuspage.actions.staff.passwords import hash_of, is_right

MANY = """
import resource
from concurrent.futures import ThreadPoolExecutor
from statuspage.actions.staff.passwords import is_right

def most():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

before = most()
with ThreadPoolExecutor(8) as pool:
    assert not any(pool.map(is_right, ["wrong"] * 8, [None] * 8))
print((most() - before) // 1024)
"""


def test_password_is_right_for_what_was_kept_of_it_alone() -> None:
    kept = hash_of("a long enough one")
    assert kept != hash_of("a long enough one")
    assert is_right("a long enough one", kept)
    assert not is_right("another one", kept)
    assert not is_right("a long enough one", None)
    assert not is_right("a long enough one", "no hash")


@pytest.mark.skipif(sys.platform != "linux", reason="memory is told in KiB")
def test_many_at_one_time_take_the_memory_of_one() -> None:
    done = subprocess.run([sys.executable, "-c", MANY], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 2 * 64  # MiB
