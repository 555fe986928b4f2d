"""The objects of a bucket below a prefix: written, read, listed, removed, a few times if need be.

obstore tries again by itself where a server fails, asks to slow down or cuts the line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, cast

from statuspage.config import BucketPlace
from statuspage.errors import Conflict, SourceError, StatusPageError
from statuspage.publish.bucket.access import NO_LIBRARY, endpoint, faults, settings
from statuspage.publish.bucket.refusals import is_missing, refusal
from statuspage.said import said

if TYPE_CHECKING:
    from obstore.store import S3Config, S3Store


@dataclass(frozen=True)
class Patience:
    """How long one thing may take, with all that is tried again."""

    connect: float = 5.0  # seconds
    one_try: float = 30.0
    all_tries: float = 15.0  # after these none is begun
    tries: int = 5  # after the first
    pause: float = 0.2  # before the second; each further one doubles it


@dataclass(frozen=True)
class Object:
    """What lies at a key, and the tag that its server knows these bytes by."""

    body: bytes
    tag: str


@dataclass(frozen=True)
class Seen:
    """What a list says of an object: how many bytes, and the tag of its server for them."""

    size: int
    tag: str


class Objects:
    """A bucket as it is reached from here. Faults are SourceErrors."""

    def __init__(
        self, bucket: BucketPlace, environ: Mapping[str, str], patience: Patience = Patience()
    ) -> None:
        self.bucket = bucket
        self.environ = environ
        self._patience = patience

    @cached_property
    def _store(self) -> S3Store:
        """Made when it is needed: a process that forks must not have it yet."""
        for fault in faults(self.environ):
            raise SourceError(fault)
        try:
            from obstore.store import S3Store
        except ImportError as error:
            raise SourceError(NO_LIBRARY) from error
        patience = self._patience
        return S3Store(
            self.bucket.name,
            prefix=self.bucket.prefix or None,
            config=cast("S3Config", settings(self.environ)),
            client_options={
                "allow_http": endpoint(self.environ).startswith("http://"),
                "connect_timeout": timedelta(seconds=patience.connect),
                "timeout": timedelta(seconds=patience.one_try),
                "user_agent": "statuspage",
            },
            retry_config={
                "max_retries": patience.tries,
                "retry_timeout": timedelta(seconds=patience.all_tries),
                "backoff": {
                    "init_backoff": timedelta(seconds=patience.pause),
                    "max_backoff": timedelta(seconds=5),
                    "base": 2,
                },
            },
        )

    def put(self, key: str, body: bytes, headers: Mapping[str, str]) -> str:
        """Write an object in place of what was there; returns its tag."""
        with self._in_words():
            done = self._store.put(key, body, attributes=dict(headers), use_multipart=False)
        return done["e_tag"] or ""

    def put_after(self, key: str, body: bytes, headers: Mapping[str, str], tag: str) -> str:
        """The same, but only in place of what bears this tag, or of nothing where it is "".

        Raises Conflict when something else is there now.
        """
        with self._in_words():
            try:
                done = self._store.put(
                    key,
                    body,
                    attributes=dict(headers),
                    mode={"e_tag": tag} if tag else "create",
                    use_multipart=False,
                )
            except FileNotFoundError as error:
                if is_missing(error):  # what was to be replaced was removed
                    raise self._conflict() from error
                raise
        return done["e_tag"] or ""

    def get(self, key: str) -> Object | None:
        """What lies at a key, or None."""
        with self._in_words():
            try:
                found = self._store.get(key)
                return Object(bytes(found.bytes()), found.meta["e_tag"] or "")
            except FileNotFoundError as error:
                if is_missing(error):
                    return None
                raise

    def remove(self, keys: Collection[str]) -> None:
        """Remove objects; those that are gone are no fault."""
        with self._in_words():
            self._store.delete(sorted(keys))

    def listed(self) -> dict[str, Seen]:
        """What lies here, by its key."""
        with self._in_words():
            return {
                found["path"]: Seen(found["size"], found["e_tag"] or "")
                for chunk in self._store.list(chunk_size=1000)
                for found in chunk
            }

    def is_empty(self) -> bool:
        """Whether nothing lies here."""
        with self._in_words():
            return not any(chunk for chunk in self._store.list(chunk_size=1))

    def _conflict(self) -> Conflict:
        return Conflict(said("Something else is in {target} by now.", target=str(self.bucket)))

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except StatusPageError:
            raise
        except Exception as error:
            if type(error).__name__ in ("AlreadyExistsError", "PreconditionError"):
                raise self._conflict() from error
            raise refusal(self.bucket, error, self.environ) from error
        except BaseException as error:
            if type(error).__module__ != "pyo3_runtime":  # a fault of the library itself
                raise
            raise refusal(self.bucket, error, self.environ) from error
