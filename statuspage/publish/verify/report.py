"""What a check finds: faults in the order they were met, what was compared, what it cannot see."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from statuspage.render.words.locale import ENGLISH
from statuspage.said import Said, counted


@dataclass(frozen=True)
class Finding:
    """Something that is not as the record says."""

    place: str  # an address, with "#..." where it is a part of a page
    text: str

    def __str__(self) -> str:
        return f"{self.place} {self.text}"


@dataclass
class Report:
    """Collects what was found. `compared` counts by noun, `limits` are whole sentences."""

    findings: list[Finding] = field(default_factory=list)
    compared: Counter[str] = field(default_factory=Counter)
    signed_by: str = ""
    limits: list[str] = field(default_factory=list)

    def find(self, place: str, text: str) -> None:
        """Enter a fault."""
        self.findings.append(Finding(place, text.rstrip(".")))

    @property
    def lines(self) -> list[str]:
        """The report for people, the first fault first."""
        if self.findings:
            more = len(self.findings) - 1
            said = [f"{self.findings[0]}."]
            rest = f"{more} more {'thing does' if more == 1 else 'things do'} not fit."
            return [*said, rest] if more else said
        counts = [ENGLISH.say(_counted(noun, count)) for noun, count in self.compared.items()]
        return [f"All is as the record says: {', '.join(counts)}.", self.signed_by, *self.limits]


def _counted(noun: str, count: int) -> Said:
    return {
        "tile": counted("{count} tile", "{count} tiles", count),
        "entry": counted("{count} entry", "{count} entries", count),
        "file": counted("{count} file", "{count} files", count),
        "page": counted("{count} page", "{count} pages", count),
        "feed": counted("{count} feed", "{count} feeds", count),
        "figure": counted("{count} figure", "{count} figures", count),
    }[noun]
