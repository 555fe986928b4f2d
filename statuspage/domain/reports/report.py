"""A report: what was counted of a period, the names of what it tells of, and an opening letter.

The names (titles that people wrote) stand beside the facts, so that one may be erased while the
facts stay what they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from statuspage.domain.promises.figure import Verdict
from statuspage.domain.reports.facts import ReportFacts
from statuspage.domain.reports.period import ReportKind, kind_of, months_of
from statuspage.domain.vocabulary.window import Period
from statuspage.said import Said


@dataclass(frozen=True)
class OpeningLetter:
    """What staff say first, in Markdown. `author` is the name that readers see."""

    body: str = ""
    html: str = ""  # the clean rendering
    author: str = ""


NO_LETTER = OpeningLetter()


@dataclass(frozen=True)
class PeriodReport:
    """A report as it was published, or a draft as it would be now.

    It tells what was on record up to entry `size` (not included), at the instant `at`.
    """

    period: Period
    revision: int
    at: datetime
    zone: str  # of the site then: days and months are those
    size: int
    method: int  # of counting
    version: str  # of this program
    facts: ReportFacts
    names: Mapping[str, str]  # titles by path, such as /incidents/KEY
    letter: OpeningLetter = NO_LETTER
    reason: str = ""  # why it was published again, as staff wrote
    erased: Said | None = None  # that personal data was removed from it
    is_draft: bool = False  # nobody has published it

    @property
    def kind(self) -> ReportKind:
        return kind_of(self.period.name)

    @property
    def path(self) -> str:
        """Where the newest revision stands."""
        return report_path(self.period.name)

    @property
    def own_path(self) -> str:
        """Where this very revision stands, for good."""
        return f"{self.path}/{self.revision}"

    @property
    def head(self) -> ReportHead:
        """What lists say of it."""
        judged = [one.figure.verdict for one in self.facts.figures]
        return ReportHead(
            period=self.period.name,
            revision=self.revision,
            at=self.at,
            verdicts={one.value: judged.count(one) for one in Verdict if one in judged},
            incidents=len(self.facts.incidents),
            not_kept=len(self.facts.promises.not_kept),
        )


@dataclass(frozen=True)
class ReportHead:
    """A published report in a list."""

    period: str
    revision: int
    at: datetime
    verdicts: Mapping[str, int]  # how many figures, by verdict
    incidents: int
    not_kept: int  # promises

    @property
    def kind(self) -> ReportKind:
        return kind_of(self.period)

    @property
    def path(self) -> str:
        return report_path(self.period)


def report_path(period: str) -> str:
    """Where the report of a period stands."""
    return f"/reports/{period}"


def newest_heads(heads: Sequence[ReportHead]) -> list[ReportHead]:
    """The newest revision of each report; the last period first, a year before its quarters."""
    newest = {one.period: one for one in sorted(heads, key=lambda one: one.revision)}
    return sorted(newest.values(), key=lambda one: _order(one.period), reverse=True)


def _order(period: str) -> tuple[str, int]:
    months = months_of(period)
    return months[-1], len(months)
