"""Who noticed an incident first: our checks, our people, a supplier, or the readers it hurt."""

from __future__ import annotations

from enum import StrEnum

from statuspage.said import Said, said


class NoticedBy(StrEnum):
    """Who noticed an incident before anybody else did."""

    PROBE = "probe"
    STAFF = "staff"
    SUPPLIER = "supplier"
    READER = "reader"

    @property
    def label(self) -> Said:
        return _LABELS[self]


_LABELS = {
    NoticedBy.PROBE: said("Our checks"),
    NoticedBy.STAFF: said("Our people"),
    NoticedBy.SUPPLIER: said("A supplier"),
    NoticedBy.READER: said("Readers"),
}
