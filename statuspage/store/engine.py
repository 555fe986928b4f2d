"""What SQLite and PostgreSQL each do in a way of their own: one opened store, behind few verbs.

An engine knows connections, transactions and the bell. Everything else in the store stands above
it and is written once, in SQL that both understand; copies and staging ask which store is open.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol, TypeVar

from statuspage.config.database import DatabaseServer
from statuspage.domain.desk.duties import Beat
from statuspage.errors import StoreError
from statuspage.said import Said, said
from statuspage.store.bell import Bell

_Made = TypeVar("_Made")


class Turn(Protocol):
    """The place of the worker of a store; it is free again when its holder dies."""

    def take(self) -> str:
        """Take the place if it is free; why it is not ours, or "", for the log."""

    def is_held(self) -> bool:
        """Whether the place that was taken is still ours; one who lost it must stop at once."""

    def give_up(self) -> None:
        """Let another one have it."""


class ImportAtWork(StoreError):
    """Another import is at work on this store."""

    def __init__(self) -> None:
        super().__init__(
            said("Another import is running on this store. Start this one when it is done.")
        )


class Engine(ABC):
    """One store as a process has it open, for all its threads."""

    refusals: tuple[type[Exception], ...] = ()
    """What is raised for a value or a row that does not fit its table."""

    bell: Bell

    @property
    @abstractmethod
    def opening(self) -> Path | DatabaseServer:
        """What was opened: equal as long as it is the same opening of the same store."""

    @property
    def folder(self) -> Path | None:
        """The folder of this machine that it fills; None where it lies on a server."""
        return None

    def heard(self) -> Bell:
        """The bell, which from now on rings for what other processes write, too."""
        return self.bell

    @abstractmethod
    def close(self) -> None:
        """Let go of this thread's connection, and of all that the process shares."""

    @abstractmethod
    def plain_errors(self) -> AbstractContextManager[None]:
        """Inside, errors that an operator can act on become StoreError."""

    @abstractmethod
    def require_ready(self) -> None:
        """Have this thread connected to the store as it is now. Raises StoreError."""

    @abstractmethod
    def require_writable(self) -> None:
        """Raises StoreError while it is known that nothing can be written."""

    @abstractmethod
    def reading(self) -> AbstractContextManager[None]:
        """An outermost transaction in which everything seen is of one instant."""

    @abstractmethod
    def writing(self, *, rings: bool) -> AbstractContextManager[None]:
        """An outermost transaction of the one writer, who sees all that was committed.

        With `rings` other machines hear of it, if there are any.
        """

    @abstractmethod
    def require_turn(self, patience: float) -> None:
        """Write nothing, where it could be. Raises StoreError when another held us up so long.

        `patience` is in seconds; transactions of ours are far shorter.
        """

    @abstractmethod
    def rehearse(self, undone: Callable[[AbstractContextManager[Any]], _Made]) -> _Made:
        """Have something done in a transaction that is taken back; `undone` is given that.

        It is done once more, with the lock of writers from the beginning, where another wrote
        between its first look and its first write.
        """

    @abstractmethod
    def fault(self) -> Said | None:
        """Why nothing can be written, as far as it can be told without trying."""

    def damage(self) -> str:
        """What is broken in the database, as it says so itself; "" where nothing is found."""
        return ""

    def sizes(self) -> Mapping[str, int]:
        """Bytes on this machine, by what takes them: "database", "log"."""
        return {}

    def private_files(self) -> Sequence[Path]:
        """The files that hold what nobody else on this machine may read."""
        return ()

    @abstractmethod
    def is_full(self) -> bool:
        """Whether the disk has no room left, as far as this machine knows."""

    @abstractmethod
    def migrate(self) -> list[str]:
        """Bring the schema up to date; returns the names of the steps taken."""

    @abstractmethod
    def require_current_schema(self) -> None:
        """Raises StoreError for a schema of a newer version, or one not up to date."""

    @abstractmethod
    def turn(self) -> Turn:
        """The place of the worker of this store."""

    @abstractmethod
    def import_alone(self) -> AbstractContextManager[None]:
        """Hold the lock of imports; it ends with the process. Raises ImportAtWork."""

    @abstractmethod
    def secret(self, *, or_passing: bool) -> bytes:
        """The secret of this site, see secret.py."""

    @abstractmethod
    def keep_beats(self, beats: Sequence[Beat]) -> None:
        """Keep when the duties of the worker began and ended. Raises OSError, StoreError."""

    @abstractmethod
    def beats(self) -> list[Beat]:
        """What the worker of this store left last; empty when there never was one."""

    @abstractmethod
    def empty_the_log(self) -> None:
        """Have what was erased gone from the files of the database, too; best effort."""

    @abstractmethod
    def json_text(self, column: Any, name: str) -> Any:
        """What stands under a name in a column of JSON, as a text or a number; NULL for nothing."""

    @abstractmethod
    def run(self, statement: str, *given: object) -> Any:
        """Run a statement with `?` in it for each value that is given."""

    @abstractmethod
    def run_many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement for each of any number of rows."""

    @abstractmethod
    def number_on(self) -> None:
        """Have numbers that rows are given go on after the highest one that was put."""
