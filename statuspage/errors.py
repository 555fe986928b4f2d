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
├── SourceError      a file to import from, or a published site, cannot be read
└── Unreachable      an address does not answer as it must; says whether to ask again

The message of each is one plain line that a person can act on. A failed probe is a sample,
not an error.
"""

from __future__ import annotations

from dataclasses import dataclass

from statuspage.said import Said, said


class StatusPageError(Exception):
    """The root: whatever a user may see as one line. Its first argument is the message of it."""

    @property
    def said(self) -> Said:
        """The message, for a Locale."""
        first = self.args[0]
        return first if isinstance(first, Said) else said("{text}", text=first)


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in a file: `where:line: what, and the mend`. Line 0 means the file as a whole."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.text}"


class ConfigError(StatusPageError):
    """Settings or content with faults; `problems` holds all of them."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class InvalidInput(StatusPageError):
    """Input that cannot be taken. `faults` maps a field's name to what is wrong and the mend."""

    def __init__(self, faults: dict[str, str]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{field}: {text}" for field, text in faults.items()))


@dataclass(frozen=True, order=True)
class RowFault:
    """What is wrong with one row of a batch, and the mend. `field` is "" for the row as a whole."""

    line: int  # the first is 1; in a JSON array it is the place in it
    field: str
    text: str

    def __str__(self) -> str:
        place = f"line {self.line}, {self.field}" if self.field else f"line {self.line}"
        return f"{place}: {self.text}"


class InvalidRows(InvalidInput):
    """A batch of which nothing was taken; `rows` holds every fault."""

    def __init__(self, rows: list[RowFault]) -> None:
        self.rows = sorted(rows)
        super().__init__({f"line {row.line}, {row.field}": row.text for row in self.rows})


class NotFound(StatusPageError):
    """Nothing has this key."""

    def __init__(self, kind: str, key: object) -> None:
        self.kind = kind
        self.key = key
        super().__init__(f"There is no {kind} '{key}'.")


class NotKnown(StatusPageError):
    """What was asked is not known here: nobody can tell whether there is any."""


class Conflict(StatusPageError):
    """What was asked does not fit what is there now."""


class Superseded(Conflict):
    """A colleague's update came in between the look and the press."""


class StoreError(StatusPageError):
    """The store cannot be used; the message says why and what to do."""


class SourceError(StatusPageError):
    """A source of an import, or a site that is verified, cannot be read."""


class Unreachable(StatusPageError):
    """An address on the network did not answer as it must.

    `is_permanent`: asking again in the same way is of no use. `is_ours`: this machine could not
    even ask, which says nothing of the other side.
    """

    def __init__(self, text: Said, *, is_permanent: bool = False, is_ours: bool = False) -> None:
        super().__init__(text)
        self.is_permanent = is_permanent
        self.is_ours = is_ours
