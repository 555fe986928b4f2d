"""A copy in a bucket beside one in a folder: cold, after one update, and what a minute costs."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.config import BucketPlace
from statuspage.publish.bucket.objects import Objects
from statuspage.publish.bucket.target import BucketTarget
from statuspage.publish.folder import FolderTarget
from statuspage.publish.keeping import Errand, keep
from statuspage.publish.opening import ready
from statuspage.publish.target import Target
from statuspage.publish.whole import publish
from statuspage.store import db
from tests.bench.sites import add_incidents, make_site
from tests.helpers.bucket import environ, new_bucket, s3_server
from tests.helpers.periods import freeze_all

_INCIDENTS = 300
_REPEATS = 7
_ACTOR = Actor("bench")


def main() -> None:
    """Print both and their ratios, in turns so that both meet the same machine."""
    with tempfile.TemporaryDirectory() as name, s3_server() as server:
        make_site(Path(name, "site"))
        add_incidents(_INCIDENTS, timedelta(days=300))
        freeze_all(clock.now())  # as a worker has done
        objects = Objects(BucketPlace(new_bucket(server)), environ(server))
        bucket = BucketTarget(objects, Path(name, "copies", "one.db"))
        folder = FolderTarget(Path(name, "www"))
        with clock.standing_at(clock.now()):
            cold = [_seconds(lambda target=target: publish(target)) for target in (folder, bucket)]
            count = len(objects.listed())
            key = open_incident("Something is slow", NewUpdate("We look."), _ACTOR).key
            pairs = [_update(key, (folder, bucket)) for _ in range(_REPEATS)]
        minute = _written_in_a_minute(objects, bucket)
        db.close_store()
    in_folder, in_bucket = (median(side) for side in zip(*pairs, strict=True))
    print(
        f"A copy of {count} files, in a folder and in a bucket of a server on this machine\n"
        f"  cold, files/s             {count / cold[0]:9.0f} {count / cold[1]:9.0f}"
        f"   ratio {cold[0] / cold[1]:.2f}\n"
        f"  one update, updates/s     {1 / in_folder:9.2f} {1 / in_bucket:9.2f}"
        f"   ratio {in_folder / in_bucket:.2f}\n"
        f"  objects put each minute while nothing happens {minute:9.0f}"
    )


def _update(key: str, targets: tuple[Target, ...]) -> list[float]:
    post_update(key, NewUpdate("Still looking."), _ACTOR)
    return [_seconds(lambda target=target: _kept(target)) for target in targets]


def _kept(target: Target) -> None:
    with target.locked(10.0), ready(target) as index:
        keep(target, index, Errand())


def _written_in_a_minute(objects: Objects, target: Target) -> float:
    """Over ten minutes, since documents for programs come only once in them."""
    written, start = 0, clock.now()
    for minute in range(1, 11):
        before = objects.listed()
        with clock.standing_at(start + timedelta(minutes=minute)):
            publish(target)
        written += sum(before.get(key) != seen for key, seen in objects.listed().items())
    return written / 10


def _seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
