"""What the copy in front costs: one update until a reader has it by nginx, and whole copies."""

from __future__ import annotations

import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from pathlib import Path

from statuspage.actions.freezing import closed_periods, freeze
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.publish import targets
from statuspage.publish.folder import FolderTarget
from statuspage.publish.following import be_patient, follow
from statuspage.publish.whole import CopyReport, publish
from statuspage.store import db
from tests.bench.sites import COMPONENTS, add_incidents, make_site
from tests.helpers.processes import free_port, get, nginx, nginx_program

_SIZES = (100, 1_000, 5_000)
_REPEATS = 15
_ACTOR = Actor("bench")
_TARGET = '[publish]\ntarget = "www"\n'
_PATIENCE = 60.0  # seconds; what a writer waits at most is no matter here


def main(*sizes: int) -> None:
    """Print the work of an update with histories of several lengths, and that of whole copies."""
    be_patient(_PATIENCE)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        found = {size: _measured(Path(folder, str(size)), size) for size in sizes or _SIZES}
    least = min(found)
    print(
        f"The copy in front, {COMPONENTS} components: one update of an open incident (median ms of "
        "work until\na reader has it by nginx; wanted: under 300, and a ratio near 1)"
    )
    for size, (update, waited, *_) in found.items():
        ratio = update / found[least][0]
        print(f"  {size:>5,} incidents{update:8.0f}   waited{waited:8.0f}   ratio {ratio:.2f}")
    print("Whole copies (s of work on one core; wanted: under 60, and under 3 without change)")
    for size, (*_, cold, files, again) in found.items():
        print(
            f"  {size:>5,} incidents{cold:8.1f} for {files:>6,} files   without change{again:6.2f}"
        )


def _measured(folder: Path, size: int) -> tuple[float, float, float, int, float]:
    print(f"  (filling a site with {size:,} incidents)", file=sys.stderr)
    make_site(folder, _TARGET)
    targets.use(folder)
    add_incidents(size, timedelta(days=max(365, 365 * size // 1000)))
    for closed in closed_periods():  # as the worker does
        freeze(closed)
    key = open_incident("News", _word("We look."), _ACTOR).key
    www = FolderTarget(folder / "www")
    gc.collect()
    gc.freeze()  # as the program does with what it has imported
    cold, report = _work(lambda: publish(www))
    again, _ = _work(lambda: publish(www))
    with _served(folder) as address:
        pairs = [_update(key, number, address) for number in range(_REPEATS)]
    db.close_store()
    update, waited = (statistics.median(side) * 1000 for side in zip(*pairs, strict=True))
    return update, waited, cold, report.written, again


def _served(folder: Path) -> AbstractContextManager[str]:
    """nginx on the copy; where there is none, the file itself is looked at."""
    if nginx_program() is None:
        return nullcontext("")
    return nginx(folder, folder / "www", free_port())


def _update(key: str, number: int, address: str) -> tuple[float, float]:
    """Seconds of work, and seconds that passed, until a reader has an update."""
    words = f"Update number {number}."
    begun = time.perf_counter()
    work, _ = _work(lambda: _published(key, words))
    if address:
        assert words in get(f"{address}/index.html").text
    return work, time.perf_counter() - begun


def _published(key: str, words: str) -> None:
    post_update(key, _word(words), _ACTOR)
    assert follow()


def _word(words: str) -> NewUpdate:
    return NewUpdate(words, components={"component-3": ComponentState.DEGRADED})


def _work(act: Callable[[], CopyReport | None]) -> tuple[float, CopyReport | None]:
    """Seconds that all threads of this process worked for something."""
    begun = time.process_time()
    done = act()
    return time.process_time() - begun, done


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
