"""What a check finds: faults in the order they were met, what was compared, what it cannot see."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from statuspage.said import Said, counted, joined, said

_NAMED = 20  # faults that are named, the others are counted


@dataclass(frozen=True)
class Finding:
    """Something that is not as the record says."""

    place: str  # an address, with "#..." where it is a part of a page
    text: Said

    @property
    def said(self) -> Said:
        return joined([self.place, self.text], " ")

    def __str__(self) -> str:
        return str(self.said).rstrip(".")


@dataclass
class Report:
    """Collects what was found. `compared` counts by noun, `limits` are whole sentences."""

    findings: list[Finding] = field(default_factory=list)
    compared: Counter[str] = field(default_factory=Counter)
    signed_by: Said | None = None
    witnessed: Said | None = None
    limits: list[Said] = field(default_factory=list)

    def find(self, place: str, text: Said) -> None:
        """Enter a fault."""
        self.findings.append(Finding(place, text))

    @property
    def lines(self) -> list[Said]:
        """The report for people, some faults and how many more; a line may lack its period.

        The verdict comes last, below what it leaves open.
        """
        if self.findings:
            named = [one.said for one in self.findings[:_NAMED]]
            if not (more := len(self.findings) - len(named)):
                return named
            return [
                *named,
                counted(
                    "{count} more thing does not match.", "{count} more things do not match.", more
                ),
            ]
        counts = [_counted(noun, count) for noun, count in self.compared.items()]
        good = said("Everything is as the record says: {counts}.", counts=counts)
        more_good = [one for one in (self.signed_by, self.witnessed) if one]
        return [*more_good, *self.limits, good]


def _counted(noun: str, count: int) -> Said:
    return {
        "tile": counted("{count} tile", "{count} tiles", count),
        "entry": counted("{count} entry", "{count} entries", count),
        "stamp": counted("{count} time stamp", "{count} time stamps", count),
        "file": counted("{count} file", "{count} files", count),
        "listed": counted("{count} listed address", "{count} listed addresses", count),
        "page": counted("{count} page", "{count} pages", count),
        "feed": counted("{count} feed", "{count} feeds", count),
        "document": counted("{count} document", "{count} documents", count),
    }[noun]
