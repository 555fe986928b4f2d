"""Long work by several processes: nothing is lost, nothing done twice, and what fails is told."""

from __future__ import annotations

import json
import sys

from tests.helpers.processes import to_its_end

_BY_TWO = """
import json, os, signal, sys, time
from statuspage.errors import SourceError
from statuspage.publish.verify import parts
from statuspage.said import said

parts._processors = lambda: 2
HERE = os.getpid()
groups = parts.grouped((str(n % 50), n) for n in range(1000))

def numbers(things):
    return os.getpid(), [n for n in things if time.sleep(0.0001) is None]

def failing(things):
    for n in things:
        if os.getpid() != HERE:
            raise SourceError(said("Number {n} cannot be read.", n=n))
        time.sleep(0.001)

def dying(things):
    for n in things:
        if os.getpid() != HERE:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(0.001)

told = []
found = parts.in_parts(groups, numbers, said("Counting"), told.append)
errors = []
for work in (failing, dying):
    try:
        parts.in_parts(groups, work, said("Counting"))
    except SourceError as error:
        errors.append(str(error.said))
print(json.dumps({
  "processes": len({pid for pid, _ in found}),
  "numbers": sorted(sum((some for _, some in found), [])),
  "whole_groups": {n % 50 for n in found[0][1]}.isdisjoint({n % 50 for n in found[1][1]}),
  "last": [told[-1].done, told[-1].total], "errors": errors}))
"""


def test_each_thing_is_taken_once_and_groups_stay_together_and_faults_come_back() -> None:
    done = to_its_end([sys.executable, "-c", _BY_TWO])
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["processes"] == 2
    assert found["numbers"] == list(range(1000))
    assert found["whole_groups"]
    assert found["last"] == [1000, 1000]
    number, ended = found["errors"]
    assert number.startswith("Number ")
    assert ended == "One of the processes that compare was ended."
