"""A log in memory for tests of witnesses: it grows, forks, signs its heads, proves its growth."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field

from statuspage.domain.record import proofs, tree
from statuspage.domain.record.note import Checkpoint, Signer, written

ORIGIN = "status.acme.example/record"
SIGNER = Signer(ORIGIN, bytes(range(32)))


@dataclass
class Grown:
    """A log of some entries."""

    entries: list[bytes] = field(default_factory=list)
    signer: Signer = SIGNER

    def grow(self, count: int, word: str = "entry") -> Grown:
        """Append so many entries."""
        first = len(self.entries)
        self.entries += [f"{word} {number}".encode() for number in range(first, first + count)]
        return self

    def until(self, size: int) -> Grown:
        """Another log that holds the first entries of this one."""
        return Grown(self.entries[:size], self.signer)

    @property
    def head(self) -> Checkpoint:
        """The head of it."""
        size = len(self.entries)
        return Checkpoint(self.signer.name, size, tree.root(size, self._hashes))

    def body(
        self, old: int, *, checkpoint: str = "", proof: Sequence[bytes] | None = None
    ) -> bytes:
        """What is sent to a witness that cosigned `old` entries; other parts may be given."""
        if proof is None:
            size = len(self.entries)
            proof = proofs.consistency(old, size, self._hashes) if old <= size else ()
        lines = "".join(f"{base64.b64encode(one).decode()}\n" for one in proof)
        return f"old {old}\n{lines}\n{checkpoint or written(self.head, self.signer)}".encode()

    def _hashes(self, level: int, first: int, count: int) -> list[bytes]:
        assert level == 0  # a log of less than 256 entries has no other
        return [tree.leaf_hash(one) for one in self.entries[first : first + count]]
