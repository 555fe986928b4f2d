"""What a log sends to be cosigned (C2SP tlog-witness, add-checkpoint), and whether it may be."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from statuspage.domain.record.note import Note, Verifier, parse_note
from statuspage.domain.record.proofs import is_consistent
from statuspage.domain.record.tree import EMPTY
from statuspage.said import said

_MOST_HASHES = 63
_OLD = re.compile(r"old (0|[1-9][0-9]{0,18})")
_CONTROL = re.compile(rb"[\x00-\x09\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Submission:
    """A head to be cosigned, and the proof that it grew out of the one of `old` entries."""

    old: int
    proof: tuple[bytes, ...]
    note: Note

    def keys_of(self, known: Iterable[Verifier]) -> tuple[Verifier, ...]:
        """Those of the known keys that signed the head; none where a line of one does not hold."""
        named = {(name, signature[:4]) for name, signature in self.note.signatures}
        claimed = tuple(key for key in known if (key.name, key.key_id) in named)
        return claimed if all(self.note.is_signed_by(key) for key in claimed) else ()


@dataclass(frozen=True)
class KnownHead:
    """A head that was cosigned: as it is handed on, and when, in seconds since 1970."""

    size: int
    root: bytes
    note: str
    at: int


class HeadRefusal(StrEnum):
    """Why a head that a log did sign is not cosigned."""

    SPLIT = "split"
    """Another head of as many entries was cosigned: it told two histories."""
    UNPROVEN = "unproven"
    """It is not shown that it grew out of the head that was cosigned."""
    BEHIND = "behind"
    """It holds fewer entries than were cosigned: late, or its record went back."""


@dataclass(frozen=True)
class HeadRuling:
    """What is answered, as a status of HTTP, and what is kept as evidence."""

    status: int
    refusal: HeadRefusal | None = None


def parse_submission(body: bytes) -> Submission:
    """Read what was sent. Raises ValueError, saying what is wrong with it."""
    if _CONTROL.search(body):
        raise ValueError(said("it holds control characters"))
    above, gap, checkpoint = body.partition(b"\n\n")
    first, *hashes = above.decode().split("\n")
    found = _OLD.fullmatch(first)
    if found is None or not gap:
        raise ValueError(said('it begins with "old SIZE", the proof, and an empty line'))
    if len(hashes) > _MOST_HASHES:
        raise ValueError(said("its proof has more than {count} hashes", count=_MOST_HASHES))
    return Submission(int(found[1]), tuple(map(_hash, hashes)), parse_note(checkpoint))


def judge(asked: Submission, latest: KnownHead | None, as_large: KnownHead | None) -> HeadRuling:
    """What becomes of a head that its log signed.

    `latest` is the head that was cosigned last, `as_large` one of as many entries as this one.
    """
    head, size = asked.note.checkpoint, latest.size if latest else 0
    refusal = HeadRefusal.BEHIND if head.size < size else None
    if as_large is not None and as_large.root != head.root:
        refusal = HeadRefusal.SPLIT
    if asked.old > head.size:
        return HeadRuling(400, refusal)
    if asked.old != size:
        return HeadRuling(409, refusal)
    if refusal is not None:
        return HeadRuling(422, refusal)
    is_whole = head.size > 0 or head.root == EMPTY
    former = latest.root if latest else EMPTY
    if is_whole and is_consistent(size, former, head.size, head.root, asked.proof):
        return HeadRuling(200)
    return HeadRuling(422, HeadRefusal.UNPROVEN)


def _hash(line: str) -> bytes:
    found = base64.b64decode(line, validate=True)
    if len(found) != 32 or base64.b64encode(found).decode() != line:
        raise ValueError(said("a line of its proof is no hash"))
    return found
