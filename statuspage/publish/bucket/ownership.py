"""Whose a copy in a bucket is, and who writes it: an object that is changed only by who knows it.

Two writers cannot both take it, for each replaces only what it has read (If-Match). One that was
killed in the middle is followed by another when its mark has not moved for a while.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from enum import Enum

from statuspage import clock
from statuspage.errors import Conflict, SourceError
from statuspage.publish.bucket.objects import Object, Objects
from statuspage.publish.ownership import MARK as COPY
from statuspage.said import said

MARK = ".statuspage-writer"
"""Where the mark lies in a copy."""

_HEAD = "A copy of a status page, which its writer may replace."
_HEADERS = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
_HEAD_SIZE = 4096  # bytes, more than the first two lines of the mark of any copy take
_QUIET = 60.0  # seconds after which a writer that is not at rest counts as gone


@dataclass(frozen=True)
class _Mark:
    """What the mark says."""

    origin: str
    writer: str
    state: str
    turn: str  # no two marks are the same

    @property
    def body(self) -> bytes:
        return "\n".join([_HEAD, self.origin, self.writer, self.state, self.turn, ""]).encode()


class Before(Enum):
    """Who wrote a copy before it was taken."""

    US = "us"
    ANOTHER = "another"  # what we knew of it holds no longer
    NOBODY = "nobody"


class Ownership:
    """The mark of a copy, as one writer sees it; `writer` is the name of this one for good."""

    def __init__(self, objects: Objects, writer: str, quiet: float = _QUIET) -> None:
        self._objects = objects
        self._writer = writer
        self._quiet = quiet
        self._origin = ""
        self._tag = ""
        self._is_writing = False
        self._put_at = 0.0
        self._other: tuple[str, float] | None = None  # its tag, and since when it stands so

    def begin(self, origin: str) -> Before:
        """Take the copy to write it, and tell who wrote it before. Raises SourceError when it is
        no copy of this site, Conflict while another is writing."""
        self._origin = origin
        if self._tag:
            try:
                self._put("writing", self._tag)
            except Conflict:
                self._tag = ""
            else:
                return Before.US
        found = self._objects.get(MARK)
        before = self._without_mark() if found is None else self._looked_at(found)
        self._put("writing", "" if found is None else found.tag)
        return before

    def renew(self) -> None:
        """Show others now and then that this writer lives. Raises Conflict when one took it."""
        if self._is_writing and clock.elapsed() - self._put_at > self._quiet / 3:
            self._put("writing", self._tag)

    def end(self) -> None:
        """Leave it, for another to take. Raises SourceError."""
        if self._is_writing:
            self._is_writing = False
            self._put("at rest", self._tag, is_writing=False)

    def _looked_at(self, found: Object) -> Before:
        """Raises where it may not be taken."""
        mark = _parsed(found.body)
        target = str(self._objects.bucket)
        if mark is None or mark.origin != self._origin:
            whose = "" if mark is None else mark.origin.removesuffix("/record")
            raise SourceError(
                said(
                    "{target} holds a copy of another site, {whose}. Publish to a prefix of its "
                    "own.",
                    target=target,
                    whose=whose,
                )
            )
        if mark.writer == self._writer or mark.state == "at rest":
            return Before.US if mark.writer == self._writer else Before.ANOTHER
        now = clock.elapsed()
        if self._other is None or self._other[0] != found.tag:
            self._other = (found.tag, now)
        if now - self._other[1] < self._quiet:
            raise Conflict(
                said(
                    "Another process writes {target} at the moment; this one waits.", target=target
                )
            )
        return Before.ANOTHER

    def _without_mark(self) -> Before:
        """Nothing lies there, or a copy of ours that lost its mark; else it raises."""
        if self._objects.is_empty():
            return Before.NOBODY
        found = self._objects.get(COPY)
        if found is not None and self._origin.encode() in found.body[:_HEAD_SIZE].splitlines()[1:2]:
            return Before.ANOTHER
        raise SourceError(
            said(
                "{target} is not empty, and not an earlier copy of this site. Publish to a "
                "prefix of its own.",
                target=str(self._objects.bucket),
            )
        )

    def _put(self, state: str, tag: str, *, is_writing: bool = True) -> None:
        """Raises Conflict when the mark is not the one that bears this tag any more."""
        body = _Mark(self._origin, self._writer, state, secrets.token_hex(8)).body
        try:
            self._tag = self._objects.put_after(MARK, body, _HEADERS, tag)
        except Conflict:
            # A line that was cut hides that it was written: then it says the very same.
            found = self._objects.get(MARK)
            if found is None or found.body != body:
                raise
            self._tag = found.tag
        self._is_writing = is_writing
        self._put_at = clock.elapsed()


def _parsed(body: bytes) -> _Mark | None:
    try:
        _, origin, writer, state, turn = body.decode().splitlines()
    except ValueError:
        return None
    return _Mark(origin, writer, state, turn)
