"""How far witnesses have seen the record, and what keeps one from cosigning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from statuspage.domain.record.cosignature import Cosignature
from statuspage.domain.record.note import Checkpoint
from statuspage.domain.record.policy import Policy, Witness
from statuspage.said import Said, said


class Obstacle(StrEnum):
    """Why a witness did not cosign."""

    UNREACHABLE = "unreachable"
    FAILING = "failing"  # it answered that it cannot
    BUSY = "busy"  # it wants to be asked less often
    UNKNOWN = "unknown"  # it does not know this record
    KEY = "key"  # it knows another key of this record
    AHEAD = "ahead"  # it has cosigned more entries than there are
    SPLIT = "split"  # it has cosigned other entries than these
    GARBLED = "garbled"  # its answer is none, or its cosignature does not hold

    @property
    def is_grave(self) -> bool:
        """Whether it says something of the record, and not of the witness."""
        return self in (Obstacle.AHEAD, Obstacle.SPLIT)


@dataclass(frozen=True)
class WitnessContact:
    """How it went when a witness was asked last."""

    key: str  # of the witness, name+id+key
    url: str
    size: int = 0  # entries of the largest head that it has cosigned, as far as it told
    asked_at: datetime | None = None
    due_at: datetime = datetime(1970, 1, 1, tzinfo=UTC)  # it is not asked before
    failures: int = 0  # one after another
    obstacle: Obstacle | None = None
    detail: Said | None = None  # what was answered, where that says more
    since: datetime | None = None  # when the obstacle was met first

    def words(self, name: str, entries: int) -> Said:
        """What keeps a witness of this name from cosigning so many entries, and the mend."""
        if self.obstacle is None:
            raise ValueError(name)
        text = _OBSTACLES[self.obstacle]
        given = {"name": name, "theirs": self.size, "entries": entries, "url": self.url}
        return Said(text.key, {**given, "detail": self.detail or ""})


_OBSTACLES: Mapping[Obstacle, Said] = {
    Obstacle.UNREACHABLE: said("{name} cannot be reached at {url}: {detail}"),
    Obstacle.FAILING: said("{name} cannot cosign at the moment: {detail}"),
    Obstacle.BUSY: said("{name} wants to be asked less often. It is asked again later."),
    Obstacle.UNKNOWN: said(
        "{name} does not know this record. Send its operator the public key of the record: "
        "`statuspage record show` prints it."
    ),
    Obstacle.KEY: said(
        "{name} knows another key of this record. Send its operator the present one: `statuspage "
        "record show` prints it."
    ),
    Obstacle.AHEAD: said(
        "{name} has cosigned {theirs} entries of this record, and there are only {entries} here. "
        "Entries were lost, or another site publishes under this address; see “Witnesses” in "
        "docs/operating.md."
    ),
    Obstacle.SPLIT: said(
        "{name} refuses this record: it has cosigned {theirs} entries, and those here do not begin "
        "with them. The record was made anew, or another site publishes under this address; see "
        "“Witnesses” in docs/operating.md."
    ),
    Obstacle.GARBLED: said("The answer of {name} cannot be used: {detail}"),
}


@dataclass(frozen=True)
class SeenHead:
    """A head with the cosignatures that hold, by the names that witnesses have in the policy."""

    head: Checkpoint
    by: Mapping[str, Cosignature]

    @property
    def lines(self) -> str:
        """As they stand below the signature of the record."""
        return "".join(one.line for one in self.by.values())

    def is_enough(self, policy: Policy) -> bool:
        """Whether a policy takes it for witnessed."""
        return policy.is_met(self.by)

    def seen_at(self, policy: Policy) -> datetime | None:
        """The latest instant at which enough witnesses said that it is the newest."""
        names = set[str]()
        for one in sorted(self.by, key=lambda name: self.by[name].at, reverse=True):
            names.add(one)
            if policy.is_met(names):
                return self.by[one].seen_at
        return None


def cosigned(head: Checkpoint, policy: Policy, kept: Iterable[Cosignature]) -> SeenHead:
    """A head with those of some cosignatures that hold and are by witnesses of the policy."""
    found = {one.key: one for one in kept}
    by = {
        witness.name: one
        for witness in policy.witnesses
        if (one := found.get(witness.key)) and one.key.holds(head, one.at, one.signature)
    }
    return SeenHead(head, by)


@dataclass(frozen=True)
class WitnessStanding:
    """How far witnesses have seen the record."""

    policy: Policy
    newest: SeenHead
    witnessed: SeenHead | None  # the newest head that enough of them cosigned
    waiting_since: datetime | None  # since when entries wait to be witnessed; None when none do

    @property
    def waiting(self) -> int:
        """How many entries are not witnessed."""
        return self.newest.head.size - (self.witnessed.head.size if self.witnessed else 0)

    @property
    def seen_at(self) -> datetime | None:
        """When enough witnesses saw the newest head that is witnessed."""
        return self.witnessed.seen_at(self.policy) if self.witnessed else None

    @property
    def best(self) -> SeenHead:
        """The newest head that is witnessed; where none is, the newest there is."""
        return self.witnessed or self.newest


def words_of(witness: Witness, contact: WitnessContact | None, newest: SeenHead) -> Said:
    """How it stands with a witness."""
    if contact is not None and contact.obstacle is not None:
        return contact.words(witness.name, newest.head.size)
    if (found := newest.by.get(witness.name)) is not None:
        return said(
            "{name} cosigned the newest head on {time:%Y-%m-%d %H:%M UTC}.",
            name=witness.name,
            time=found.seen_at,
        )
    return said("{name} has not been sent the newest head yet.", name=witness.name)
