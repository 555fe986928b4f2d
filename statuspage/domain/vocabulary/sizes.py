"""Numbers of bytes for people."""

from __future__ import annotations

UNITS = ("byte", "kilobyte", "megabyte", "gigabyte", "terabyte")
"""By their names in CLDR; of 1,000 each."""
_SHORT = ("B", "kB", "MB", "GB", "TB")


class Size(int):
    """A number of bytes. As text it has the unit that fits: 512 B, 1.2 GB, 340 GB."""

    @property
    def in_unit(self) -> tuple[float, int]:
        """How many of which unit: one digit after the point below ten of them, none else."""
        count, unit = float(self), 0
        while count >= 1000 and unit < len(UNITS) - 1:
            count, unit = count / 1000, unit + 1
        return round(count, 1 if unit and count < 10 else 0), unit

    def __str__(self) -> str:
        count, unit = self.in_unit
        return (
            f"{count:.1f} {_SHORT[unit]}" if unit and count < 10 else f"{count:.0f} {_SHORT[unit]}"
        )

    def __format__(self, _: str) -> str:
        return str(self)
