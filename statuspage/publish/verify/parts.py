"""Long work by as many processes as there are processors; this one is among them.

The others are forks: they know what was read by then, and hand back what they found. Where a system
knows no forks, or further threads run that would not go along, this process does all of it.
"""

from __future__ import annotations

import os
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from statuspage.errors import SourceError
from statuspage.progress import Progress, Stage, quietly
from statuspage.said import Said, said

_Thing = TypeVar("_Thing")
_Found = TypeVar("_Found")
_MANY = 500  # things for which it pays to begin further processes
_MOST = 8  # each takes as much memory as its pages need


def grouped(named: Iterable[tuple[str, _Thing]]) -> list[list[_Thing]]:
    """Things of one name together, the largest group first.

    What is asked for one of them need then not be asked again for its like in another process.
    """
    groups: dict[str, list[_Thing]] = defaultdict(list)
    for name, thing in named:
        groups[name].append(thing)
    return sorted(groups.values(), key=len, reverse=True)


def in_parts(
    groups: Sequence[Sequence[_Thing]],
    work: Callable[[Iterator[_Thing]], _Found],
    doing: Said,
    progress: Progress = quietly,
    *,
    is_shared: bool = True,
) -> list[_Found]:
    """What `work` returns in each process, of the things that it took: whoever is free takes next.

    What it returns must pickle. Raises what `work` raised, and SourceError when a process was ended
    from outside.
    """
    every = sum(len(group) for group in groups)
    forking = get_context("fork") if is_shared and every >= _MANY and _processors() > 1 else None
    taken = forking.Value("l", 0) if forking else _Alone()
    others = []
    for _ in range(_processors() - 1 if forking else 0):
        assert forking is not None  # noqa: S101 else the range is empty
        here, there = forking.Pipe(duplex=False)
        things = _taken(groups, taken, doing, quietly)
        process = forking.Process(target=_tell, args=(work, things, there), daemon=True)
        process.start()
        there.close()
        others.append((process, here))
    try:
        mine = work(_taken(groups, taken, doing, progress))
        found = [mine, *(_heard(here) for _, here in others)]
        progress(Stage(doing, every, every))
        return found
    finally:
        for process, here in others:
            here.close()
            process.terminate()
            process.join()


class _Alone:
    """Counts as a value that processes share does."""

    def __init__(self) -> None:
        self.value = 0

    def get_lock(self) -> threading.Lock:
        return threading.Lock()


def _taken(
    groups: Sequence[Sequence[_Thing]], taken: Any, doing: Said, progress: Progress
) -> Iterator[_Thing]:
    """The things of one group after another that no other process took."""
    before = [0]
    for group in groups:
        before.append(before[-1] + len(group))
    while True:
        with taken.get_lock():
            number = taken.value
            taken.value = number + 1
        if number >= len(groups):
            return
        for place, thing in enumerate(groups[number]):
            progress(Stage(doing, before[number] + place, before[-1]))
            yield thing


def _processors() -> int:
    if not hasattr(os, "fork") or threading.active_count() > 1:
        return 1
    return min(_MOST, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1)


def _tell(
    work: Callable[[Iterator[_Thing]], _Found], things: Iterator[_Thing], back: Connection
) -> None:
    try:
        back.send((work(things), None))
    except Exception as error:  # noqa: BLE001 it is raised where all come together
        back.send((None, error))


def _heard(here: Connection) -> Any:
    try:
        found, error = here.recv()
    except EOFError as ended:
        raise SourceError(said("One of the processes that compare was ended.")) from ended
    if error is not None:
        raise error
    return found
