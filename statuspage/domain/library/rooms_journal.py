"""The room of the journal: all that was published, in one row."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from statuspage.domain.library import about as rules
from statuspage.domain.library.about import about
from statuspage.domain.vocabulary.entry import Published


class Publications(Protocol):
    """The journal that feeds count by."""

    @about(asked=rules.journal)
    def count(self, kinds: Collection[str], component: str | None = None) -> int: ...
    @about(asked=rules.last_components, each=1)
    def counts(self, kinds: Collection[str], components: Collection[str]) -> Mapping[str, int]: ...
    @about(asked=rules.last_components, each=0)
    def last_changes(self, components: Collection[str]) -> Mapping[str, datetime]: ...
    @about(told=rules.is_reached)
    def reaches(
        self, kinds: Collection[str], number: int, component: str | None = None
    ) -> bool: ...
    @about(told=rules.listed)
    def page(
        self, kinds: Collection[str], offset: int, limit: int, component: str | None = None
    ) -> Sequence[Published]: ...
