"""A bucket as the target of a copy. Files are put some at a time; `settle` waits for them.

The index lies on this machine, for a bucket has no place that is ours alone.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Collection, Container, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from hashlib import md5
from pathlib import Path

from statuspage import clock
from statuspage.errors import Conflict, SourceError, StatusPageError
from statuspage.publish.bucket.keys import headers_of, key_of, keys_of
from statuspage.publish.bucket.objects import Objects, Seen
from statuspage.publish.bucket.ownership import Before, Ownership
from statuspage.publish.locking import locks
from statuspage.publish.opening import seen
from statuspage.publish.target import File
from statuspage.said import said

_AT_ONCE = 16  # files that are put side by side
_FIRST_REST, _LAST_REST = 1.0, 30.0  # seconds after a fault, doubled each time
_LOOK_AGAIN = 600.0  # seconds after which what lies there is listed anew


class BucketTarget:
    """A copy in a bucket. One of these lives as long as its process: it knows what it saw."""

    def __init__(self, objects: Objects, index: Path) -> None:
        self._objects = objects
        self._index = index
        self._origin = ""
        self._owned: Ownership | None = None
        self._is_ours = False  # we have taken it to write
        self._is_stale = False  # what the index says is true no longer
        self._pool: ThreadPoolExecutor | None = None
        self._puts: list[Future[tuple[str, Seen]]] = []
        self._removed: set[str] = set()
        self._seen: dict[str, Seen] | None = None
        self._seen_at = 0.0
        self._hides = False  # the server leaves out of its list what lies below another object
        self._fault: SourceError | None = None
        self._rest = 0.0
        self._try_at = 0.0

    @property
    def name(self) -> str:
        return str(self._objects.bucket)

    @property
    def index(self) -> Path:
        return self._index

    @property
    def rest(self) -> timedelta:
        """Each object that is put costs money; the documents say themselves as of when they are."""
        return timedelta(minutes=10)

    @contextmanager
    def locked(self, patience: float) -> Iterator[bool]:
        """Against others on this machine by a lock beside the index; against other machines by the
        mark in the bucket, which is taken when there is something to write."""
        self._index.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._index.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            is_free = locks(descriptor, patience)
            try:
                yield is_free
                self._end()
            except SourceError as error:
                self._failed(error)
                raise
            finally:
                if is_free:
                    self._leave()
        finally:
            os.close(descriptor)

    def claim(self, origin: str) -> None:
        """It is taken once there is something to write: that nothing changed costs no request.

        A server that failed is left alone for a while. Raises SourceError then.
        """
        if self._fault is not None and clock.elapsed() < self._try_at:
            raise self._fault
        self._origin = origin

    def require_free(self, _origin: str, _paths: Collection[str], /) -> None:
        """What lies below our prefix is ours."""

    def put(self, file: File) -> None:
        self._take()
        if self._pool is None:
            self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="bucket")
        self._puts.append(self._pool.submit(self._put, file))

    def _put(self, file: File) -> tuple[str, Seen]:
        key = key_of(file.path, file.language)
        tag = self._objects.put(key, file.body, headers_of(file))
        return key, Seen(len(file.body), tag)

    def remove(self, path: str) -> None:
        self._take()
        self._removed.update(keys_of(path))

    def settle(self) -> None:
        puts, self._puts = self._puts, []
        wait(puts)
        for done in puts:
            key, put = done.result()
            if self._seen is not None:
                self._seen[key] = put
        removed, self._removed = self._removed, set()
        if removed:
            self._objects.remove(removed)
            for key in removed:
                (self._seen or {}).pop(key, None)
        if puts:
            self._fault, self._rest = None, 0.0
        if self._owned is not None and self._is_ours:
            try:
                self._owned.renew()
            except Conflict as error:
                self._is_stale = True
                raise SourceError(error.said) from error

    def holds(self, path: str, size: int, _: datetime, /) -> bool:
        """By its size; a bucket keeps no time of ours."""
        known = self._listed()
        found = next((known[key] for key in keys_of(path) if key in known), None)
        if found is not None:
            return found.size == size
        return self._hides and _is_below_another(key_of(path), known)

    def knows(self, file: File, /) -> bool:
        """By the tag, which is the MD5 of the bytes where the server does not encrypt them."""
        found = self._listed().get(key_of(file.path, file.language))
        tag = md5(file.body, usedforsecurity=False).hexdigest()
        return found is not None and found.tag.strip('"') == tag

    def read(self, path: str) -> bytes | None:
        found = (self._objects.get(key) for key in sorted(keys_of(path)))
        return next((one.body for one in found if one is not None), None)

    def _listed(self) -> dict[str, Seen]:
        if self._seen is None or clock.elapsed() - self._seen_at > _LOOK_AGAIN:
            self._seen, self._seen_at = self._objects.listed(), clock.elapsed()
            # As MinIO: https://min.io/docs/minio/linux/operations/concepts/thresholds.html
            self._hides = not any(_is_below_another(key, self._seen) for key in self._seen)
        return self._seen

    def _take(self) -> None:
        """Raises SourceError."""
        if self._is_ours:
            return
        if self._owned is None:
            self._owned = Ownership(self._objects, self._writer())
        try:
            before = self._owned.begin(self._origin)
        except Conflict as error:
            raise SourceError(error.said) from error
        if before is Before.ANOTHER or (before is Before.NOBODY and self._has_written()):
            self._is_stale = True
            raise SourceError(
                said(
                    "{target} is not as this program left it; all of it is being checked.",
                    target=self.name,
                )
            )
        self._is_ours = True

    def _has_written(self) -> bool:
        with seen(self._index) as index:
            return index is not None and any(True for _ in index.files())

    def _failed(self, error: SourceError) -> None:
        if error is not self._fault and not self._is_stale:
            self._fault = error
            self._rest = min(max(_FIRST_REST, 2 * self._rest), _LAST_REST)
            self._try_at = clock.elapsed() + self._rest

    def _end(self) -> None:
        """Leave it to others; where that fails, they wait a while."""
        if self._owned is not None:
            with suppress(StatusPageError):
                self._owned.end()

    def _leave(self) -> None:
        self._puts, self._removed, self._is_ours = [], set(), False
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None
        if self._is_stale:
            self._is_stale, self._seen = False, None
            for ending in ("", "-wal", "-shm"):
                self._index.with_name(self._index.name + ending).unlink(missing_ok=True)

    def _writer(self) -> str:
        """The name of whoever writes from here, kept beside the index."""
        place = self._index.with_suffix(".writer")
        if not place.exists():
            place.write_text(secrets.token_hex(8), "utf-8")
        return place.read_text("utf-8").strip()


def _is_below_another(key: str, keys: Container[str]) -> bool:
    parts = key.split("/")
    return any("/".join(parts[:length]) in keys for length in range(1, len(parts)))
