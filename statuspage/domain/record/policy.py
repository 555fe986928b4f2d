"""Whose cosignatures make a head believed (C2SP tlog-policy): logs, witnesses, groups, a quorum."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from statuspage.domain.record.cosignature import CosignerKey, parse_cosigner_key
from statuspage.domain.record.note import Verifier, parse_verifier
from statuspage.errors import ConfigError, Problem, message
from statuspage.said import Said, said

NONE = "none"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")


@dataclass(frozen=True)
class TrustedLog:
    """A record that the policy is about, and where it is read ("" where that is not said)."""

    key: Verifier
    url: str


@dataclass(frozen=True)
class Witness:
    """Who cosigns: the name it has in the policy, its key, and where it is asked ("" nowhere)."""

    name: str
    key: CosignerKey
    url: str


@dataclass(frozen=True)
class WitnessGroup:
    """It has cosigned when so many of its members have."""

    needed: int
    members: tuple[str, ...]


@dataclass(frozen=True)
class Policy:
    """When a head counts as witnessed. `quorum` names a witness, a group, or is "none"."""

    quorum: str
    witnesses: tuple[Witness, ...] = ()
    logs: tuple[TrustedLog, ...] = ()
    groups: Mapping[str, WitnessGroup] = field(default_factory=dict)

    def is_met(self, cosigned: Collection[str]) -> bool:
        """Whether these witnesses, by their names here, are enough."""
        return self.quorum == NONE or self._has(self.quorum, cosigned)

    @property
    def least(self) -> int:
        """How many witnesses are needed at least."""
        return 0 if self.quorum == NONE else self._least(self.quorum)

    def _has(self, name: str, cosigned: Collection[str]) -> bool:
        if (group := self.groups.get(name)) is None:
            return name in cosigned
        return sum(self._has(one, cosigned) for one in group.members) >= group.needed

    def _least(self, name: str) -> int:
        if (group := self.groups.get(name)) is None:
            return 1
        return sum(sorted(map(self._least, group.members))[: group.needed])


def parse_policy(data: bytes, file: str) -> Policy:
    """Read a policy. Raises ConfigError with every fault by its line."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        place = data.count(b"\n", 0, error.start) + 1
        fault = Problem(file, place, said("is not UTF-8 text; save it as UTF-8"))
        raise ConfigError([fault]) from None
    reading = _Reading()
    problems = []
    for number, line in enumerate(text.split("\n"), 1):
        try:
            reading.take(line)
        except ValueError as error:
            problems.append(Problem(file, number, message(error)))
    if reading.quorum is None and not problems:
        what = said('there is no quorum; say who must cosign, or add the line "quorum none"')
        problems.append(Problem(file, 0, what))
    if problems or reading.quorum is None:
        raise ConfigError(problems)
    return Policy(
        reading.quorum, tuple(reading.witnesses), tuple(reading.logs), dict(reading.groups)
    )


class _Reading:
    """What the lines until now have said. Its methods raise ValueError."""

    def __init__(self) -> None:
        self.logs = list[TrustedLog]()
        self.witnesses = list[Witness]()
        self.groups = dict[str, WitnessGroup]()
        self.quorum: str | None = None
        self._names = {NONE}
        self._members = set[str]()

    def take(self, line: str) -> None:
        words = [word for word in re.split(r"[ \t]+", line) if word]
        if not words or words[0].startswith("#"):
            return
        if _CONTROL.search(line):
            raise ValueError(
                said("holds a control character; save the file with plain line ends (LF)")
            )
        kinds: dict[str, tuple[Callable[[Sequence[str]], None], range, Said]] = {
            "log": (self._log, range(1, 3), said("a log reads: log KEY [URL]")),
            "witness": (
                self._witness,
                range(2, 4),
                said("a witness reads: witness NAME KEY [URL]"),
            ),
            "group": (
                self._group,
                range(3, 10_000),
                said("a group reads: group NAME NUMBER|any|all MEMBER..."),
            ),
            "quorum": (self._quorum, range(1, 2), said("a quorum reads: quorum NAME")),
        }
        if (kind := kinds.get(words[0])) is None:
            raise ValueError(
                said(
                    'a line begins with "log", "witness", "group" or "quorum", or with # for a '
                    'comment, and not with "{word}"',
                    word=words[0],
                )
            )
        take, lengths, form = kind
        if len(words) - 1 not in lengths:
            raise ValueError(form)
        take(words[1:])

    def _log(self, words: Sequence[str]) -> None:
        log = TrustedLog(parse_verifier(words[0]), _second(words, 1))
        if any(log.key.public == one.key.public for one in self.logs):
            raise ValueError(said("this log is named already; leave one of the lines out"))
        self.logs.append(log)

    def _witness(self, words: Sequence[str]) -> None:
        key = parse_cosigner_key(words[1])
        witness = Witness(self._new(words[0]), key, _second(words, 2))
        if any(key.public == one.key.public for one in self.witnesses):
            raise ValueError(
                said("this witness is named already, by the same key; leave one of the lines out")
            )
        self.witnesses.append(witness)

    def _group(self, words: Sequence[str]) -> None:
        name, threshold, *members = words
        for member in members:
            self._check_member(member)
            self._members.add(member)
        number = {"any": "1", "all": str(len(members))}.get(threshold, threshold)
        if not _NUMBER.fullmatch(number) or int(number) > len(members):
            raise ValueError(
                said(
                    'how many members are needed is "any", "all" or a number from 1 to {count}',
                    count=len(members),
                )
            )
        self.groups[self._new(name)] = WitnessGroup(int(number), tuple(members))

    def _quorum(self, words: Sequence[str]) -> None:
        if self.quorum is not None:
            raise ValueError(said("there is a quorum already; leave one of the lines out"))
        if words[0] not in self._names:
            raise ValueError(_unknown(words[0]))
        self.quorum = words[0]

    def _new(self, name: str) -> str:
        if name in self._names:
            raise ValueError(said('the name "{name}" is taken already; choose another', name=name))
        self._names.add(name)
        return name

    def _check_member(self, name: str) -> None:
        if name == NONE or name not in self._names:
            raise ValueError(_unknown(name))
        if name in self._members:
            raise ValueError(
                said('"{name}" is a member already, and may be one only once', name=name)
            )


def _second(words: Sequence[str], place: int) -> str:
    return words[place] if len(words) > place else ""


def _unknown(name: str) -> Said:
    return said('no line above names "{name}"; put the one that does before this one', name=name)
