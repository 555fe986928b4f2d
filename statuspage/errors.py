"""Every error this program raises on purpose.

StatusPageError
├── ConfigError      settings or content that cannot be used; carries all problems at once
├── InvalidInput     a value a person or a program sent; carries one message per field
│   └── InvalidRows  a batch with bad rows; carries all of them by line, and nothing was taken
├── NotFound         a kind and a key that name nothing
├── Conflict         what was asked does not fit what is there, such as an illegal move
│   └── Superseded   somebody else published in between; nothing was written
├── NotKnown         a library was asked what it does not hold, as the record of measured time
├── StoreError       the database cannot be opened, read or written
│   ├── Damaged      its file is no database, or a broken one
│   └── TooNew       a newer version of this program wrote it
├── SourceError      a file to import from, or a published site, cannot be read
└── Unreachable      an address does not answer as it must; says whether to ask again

Each says one plain line that a person can act on, in any language; its text is English, for logs.
A failed probe is a sample, not an error.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import total_ordering

from statuspage.said import Said, joined, said


class StatusPageError(Exception):
    """The root: whatever a user may see as one line."""

    def __init__(self, what: Said) -> None:
        self.said = what
        super().__init__(what)


def message(error: BaseException) -> Said:
    """What an error says: a message of ours, or the words of the library that raised it.

    Of the system's, no number and no file: who says it names what is known to whoever reads.
    """
    first = error.args[0] if error.args else ""
    if isinstance(first, Said):
        return first
    return joined([getattr(error, "strerror", None) or str(error)], "")


@total_ordering
@dataclass(frozen=True)
class Problem:
    """One fault in a file: `where:line: what, and the mend`. Line 0 means the file as a whole."""

    file: str
    line: int
    text: Said

    @property
    def said(self) -> Said:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return joined([place, self.text], ": ")

    def __str__(self) -> str:
        return str(self.said)

    def __lt__(self, other: Problem) -> bool:
        return (self.file, self.line, str(self.text)) < (other.file, other.line, str(other.text))


class ConfigError(StatusPageError):
    """Settings or content with faults; `problems` holds all of them."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__(joined([problem.said for problem in self.problems], "\n"))


class InvalidInput(StatusPageError):
    """Input that cannot be taken. `faults` maps a field's name to what is wrong and the mend."""

    def __init__(self, faults: dict[str, Said]) -> None:
        self.faults = faults
        super().__init__(joined([joined(fault, ": ") for fault in faults.items()], "; "))


@total_ordering
@dataclass(frozen=True)
class RowFault:
    """What is wrong with one row of a batch, and the mend. `field` is "" for the row as a whole."""

    line: int  # the first is 1; in a JSON array it is the place in it
    field: str
    text: Said

    @property
    def said(self) -> Said:
        place = {"line": self.line, "field": self.field, "text": self.text}
        if self.field:
            return said("line {line}, {field}: {text}", **place)
        return said("line {line}: {text}", **place)

    def __str__(self) -> str:
        return str(self.said)

    def __lt__(self, other: RowFault) -> bool:
        return (self.line, self.field) < (other.line, other.field)


class InvalidRows(InvalidInput):
    """A batch of which nothing was taken; `rows` holds every fault."""

    def __init__(self, rows: list[RowFault]) -> None:
        self.rows = sorted(rows)
        super().__init__({f"line {row.line}, {row.field}": row.text for row in self.rows})


class NotFound(StatusPageError):
    """What was asked for does not exist."""


class NotKnown(StatusPageError):
    """What was asked is not known here: nobody can tell whether there is any."""


class Conflict(StatusPageError):
    """What was asked does not fit what is there now."""


class Superseded(Conflict):
    """A colleague's update came in between the look and the press."""


class StoreError(StatusPageError):
    """The store cannot be used; the message says why and what to do."""


class Damaged(StoreError):
    """The file of the database is none, or is broken; only a backup helps."""


class TooNew(StoreError):
    """A newer version of this program wrote the database."""


class SourceError(StatusPageError):
    """A source of an import, or a site that is verified, cannot be read."""


class Unreachable(StatusPageError):
    """An address on the network did not answer as it must.

    `is_permanent`: asking again in the same way is of no use. `is_ours`: this machine could not
    even ask, which says nothing of the other side. `kind` says in one word what went wrong.
    """

    def __init__(
        self,
        text: Said,
        *,
        kind: str = "connection",
        is_permanent: bool = False,
        is_ours: bool = False,
    ) -> None:
        super().__init__(text)
        self.kind = kind
        self.is_permanent = is_permanent
        self.is_ours = is_ours
