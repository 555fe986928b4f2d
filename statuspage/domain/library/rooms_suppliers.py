"""The room of what others say of themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from statuspage.domain.library import about as rules
from statuspage.domain.library.about import about
from statuspage.domain.suppliers.supplier import SupplierStanding


def _by_the_minute(now: datetime, found: Sequence[SupplierStanding]) -> Iterator[datetime]:
    """When it was read changes without a topic, where nothing else does."""
    return rules.until_next_minute(now) if found else iter(())


class Suppliers(Protocol):
    """What was read last of those on whom we rely."""

    @about("suppliers", turns=_by_the_minute)
    def standings(self) -> Sequence[SupplierStanding]: ...
