"""The witness as a WSGI application (C2SP tlog-witness): it cosigns, and shows what it cosigned."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from threading import BoundedSemaphore
from typing import Any

from statuspage import clock
from statuspage.domain.record.cosignature import Cosigner
from statuspage.domain.record.note import Note, Verifier, signature_line
from statuspage.errors import StatusPageError, message
from statuspage.web.bodies import read_within
from statuspage.web.connections import end_silent
from statuspage.web.forms.waiting import SILENT_SECONDS, Waiting
from statuspage.witness.folder import WitnessFolder
from statuspage.witness.memory import WitnessMemory
from statuspage.witness.submission import (
    HeadRefusal,
    KnownHead,
    Submission,
    judge,
    parse_submission,
)

_log = logging.getLogger(__name__)

LARGEST = 128 * 1024
"""Bytes of a submission: 16 signatures of the largest kind have room."""

_PATIENCE = 20.0  # seconds that a submission may take to arrive
_AT_ONCE = 24  # that may be arriving; the other threads answer what is asked for
_TEXT = "text/plain; charset=utf-8"
_SIZE = "text/x.tlog.size"
_CHECKPOINT = re.compile(r"/([0-9a-f]{64})/checkpoint$")
_TELLING = {
    HeadRefusal.SPLIT: "%s signed another head of %d entries than the one cosigned: a split "
    "view. It is refused, and both heads are kept as evidence",
    HeadRefusal.UNPROVEN: "%s signed a head of %d entries and does not show that it grew out of "
    "the one cosigned. It is refused, and both heads are kept as evidence",
    HeadRefusal.BEHIND: "%s sent a head of %d entries, fewer than were cosigned: it is late, or "
    "its record went back. It is refused",
}

Environ = dict[str, Any]


@dataclass(frozen=True)
class WitnessReply:
    """What is answered."""

    status: int
    text: str
    kind: str = _TEXT
    headers: tuple[tuple[str, str], ...] = ()


class WitnessApp:
    """Answers for one witness."""

    def __init__(self, folder: WitnessFolder, memory: WitnessMemory, cosigner: Cosigner) -> None:
        self._folder = folder
        self._memory = memory
        self._cosigner = cosigner
        self._arriving = BoundedSemaphore(_AT_ONCE)
        self._waiting = Waiting(_PATIENCE, SILENT_SECONDS, end_silent)

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            reply = self._reply(environ)
        except StatusPageError as error:
            _log.error("%s", error)
            reply = WitnessReply(
                503, "the witness cannot answer now", headers=(("Retry-After", "60"),)
            )
        body = reply.text.encode()
        headers = [("Content-Type", reply.kind), ("Content-Length", str(len(body)))]
        start_response(
            f"{reply.status} {HTTPStatus(reply.status).phrase}",
            [*headers, ("X-Content-Type-Options", "nosniff"), *reply.headers],
        )
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _reply(self, environ: Environ) -> WitnessReply:
        path, method = str(environ["PATH_INFO"]), environ["REQUEST_METHOD"]
        is_submission = path.endswith("/add-checkpoint")
        allowed = ("POST",) if is_submission else ("GET", "HEAD")
        if method not in allowed:
            return WitnessReply(405, "another method\n", headers=(("Allow", ", ".join(allowed)),))
        if is_submission:
            return self._submitted(environ)
        if found := _CHECKPOINT.search(path):
            return self._shown(found[1])
        if path.endswith("/"):
            return WitnessReply(
                200, f"A witness (c2sp.org/tlog-witness). Its key:\n{self._cosigner.key}\n"
            )
        return WitnessReply(404, "nothing is here\n")

    def _submitted(self, environ: Environ) -> WitnessReply:
        if not self._arriving.acquire(blocking=False):
            return WitnessReply(503, "too much is arriving\n", headers=(("Retry-After", "5"),))
        try:
            body = self._body(environ)
        finally:
            self._arriving.release()
        if body is None:
            return WitnessReply(408, "it took too long to arrive\n")
        if len(body) > LARGEST:
            return WitnessReply(413, f"at most {LARGEST} bytes are taken\n")
        return self.add_checkpoint(body)

    def _body(self, environ: Environ) -> bytes | None:
        told = str(environ.get("CONTENT_LENGTH") or "")
        if not told.isdecimal() and not environ.get("HTTP_TRANSFER_ENCODING"):
            return b""
        most = min(int(told), LARGEST + 1) if told.isdecimal() else LARGEST + 1
        with self._waiting.body_from(str(environ.get("REMOTE_ADDR", ""))):
            return read_within(_PATIENCE, environ["wsgi.input"], most)

    def add_checkpoint(self, body: bytes) -> WitnessReply:
        """Cosign a head, or say why not. Raises StatusPageError where nothing can be kept."""
        try:
            asked = parse_submission(body)
        except ValueError as error:
            return WitnessReply(400, f"{message(error)}\n")
        origin = asked.note.checkpoint.origin
        known = self._folder.keys(origin)
        if not known:
            return WitnessReply(404, "this witness does not know the log\n")
        if not (keys := asked.keys_of(known)):
            return WitnessReply(403, "no key that is trusted here signed it\n")
        return self._ruled(origin, asked, keys)

    def _ruled(self, origin: str, asked: Submission, keys: tuple[Verifier, ...]) -> WitnessReply:
        checkpoint, at = asked.note.checkpoint, int(clock.timestamp())
        signed = f"{asked.note.text}\n{_signatures(asked.note, keys)}"
        sent = KnownHead(checkpoint.size, checkpoint.root, signed, at)
        news: HeadRefusal | None = None
        with self._memory.turn(origin) as turn:
            latest, as_large = turn.latest(), turn.of_size(sent.size)
            ruling = judge(asked, latest, as_large)
            against = as_large or latest
            if ruling.status == HTTPStatus.OK:
                line = self._cosigner.cosign(checkpoint, at).line
                turn.keep(KnownHead(sent.size, sent.root, f"{signed}{line}", at))
            elif (kind := ruling.refusal) and against and turn.refuse(kind, sent, against):
                news = kind
        if news is not None:
            _log.warning(_TELLING[news], origin, sent.size)
        if ruling.status == HTTPStatus.OK:
            return WitnessReply(200, line)
        if ruling.status == HTTPStatus.CONFLICT:
            return WitnessReply(409, f"{latest.size if latest else 0}\n", _SIZE)
        return WitnessReply(ruling.status, _WHY[ruling.status])

    def _shown(self, hashed: str) -> WitnessReply:
        for log in self._folder.logs():
            if sha256(log.key.name.encode()).hexdigest() == hashed:
                head = self._memory.latest(log.key.name)
                if head is not None:
                    return WitnessReply(200, head.note)
        return WitnessReply(404, "no head of this log was cosigned here\n")


_WHY = {
    400: "the old size is larger than the head\n",
    422: "it is not shown that this head grew out of the one cosigned\n",
}


def _signatures(note: Note, keys: Iterable[Verifier]) -> str:
    """The lines of these keys; others are handed on by nobody who has not checked them."""
    known = {(key.name, key.key_id) for key in keys}
    return "".join(
        signature_line(name, signature[:4], signature[4:])
        for name, signature in note.signatures
        if (name, signature[:4]) in known
    )
