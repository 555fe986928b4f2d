"""What pages show of a subject beside the facts: states, bars and figures already worked out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, pairwise
from zoneinfo import ZoneInfo

from statuspage.domain.measured.availability import Counts
from statuspage.domain.measured.days import Day
from statuspage.domain.promises.claim import CreditClaim
from statuspage.domain.promises.figure import Figure
from statuspage.domain.promises.group import GroupFigure, group_figure
from statuspage.domain.promises.pledge import Pledge
from statuspage.domain.promises.promise import PromiseState
from statuspage.domain.promises.shown_verdict import ShownVerdict, shown_verdict, urgency
from statuspage.domain.promises.sla import SlaVersion, Stated
from statuspage.domain.record.recorded import Recorded
from statuspage.domain.vocabulary import display
from statuspage.domain.vocabulary.display import FigureWords
from statuspage.domain.vocabulary.site import Component, Group
from statuspage.domain.vocabulary.spans import ImpactRun, Span
from statuspage.domain.vocabulary.states import ComponentState, worst
from statuspage.domain.vocabulary.window import Period
from statuspage.said import Said, said


@dataclass(frozen=True)
class Uptime:
    """The share of good time over the days shown."""

    figure: FigureWords  # "99.95%", or that no failure was seen in what was measured
    coverage: str  # the share of time that is known, as "75%"; "" when all of it is
    days: int  # how many days are known
    unweighted: str | None  # in digits, if every impaired minute counts; None where that is alike


@dataclass(frozen=True)
class ComponentView:
    """A component with its present state, day bars (oldest first) and share of good time.

    `state` is the worse of what is measured and what staff declare.
    """

    component: Component
    state: ComponentState
    declared: ComponentState
    measured: ComponentState | None  # None: nobody can tell at the moment
    is_watched: bool  # by a probe
    days: Sequence[Day]
    counts: Counts  # seconds of those days, by the default weights
    uptime: Uptime | None  # None while there is nothing to say yet
    runs: Sequence[ImpactRun]  # what the days are counted from, declared and measured
    unknown: Sequence[Span]  # when nobody could tell
    known_until: datetime | None = None  # when it was measured last, while it is not now
    last: ComponentState = ComponentState.OPERATIONAL  # how it was measured then

    @property
    def is_silent(self) -> bool:
        """Whether probes watch it and tell nothing now, and nobody says anything else."""
        nothing = self.measured is None and self.state is ComponentState.OPERATIONAL
        return self.is_watched and nothing

    @property
    def is_well(self) -> bool:
        """Whether it is known to work as usual."""
        return self.state is ComponentState.OPERATIONAL and not self.is_silent

    @property
    def share(self) -> Said | None:
        """The share of good time, where enough of the time is known for a percentage."""
        if self.uptime is None or not self.uptime.figure.is_number or not self.is_worth:
            return None
        return self.uptime.figure.words

    @property
    def known_share(self) -> Said | None:
        """How much of the time is known, as "98%"; None when all is, or hardly any."""
        is_part = self.uptime is not None and bool(self.counts.unknown) and self.is_worth
        return display.whole_percent(self.counts.coverage) if is_part else None

    @property
    def is_worth(self) -> bool:
        """Whether enough of the time is known for a percentage."""
        return self.counts.coverage >= display.WORTH_A_FIGURE

    @property
    def label(self) -> Said:
        """How it is, in words; what nothing tells of is not called operational."""
        if not self.is_silent:
            return self.state.label
        if self.last is not ComponentState.OPERATIONAL:
            return said("Not measured now, {state} when last seen", state=self.last.small)
        return said("Not measured now") if self.counts.measured else said("Not measured yet")

    @property
    def small(self) -> Said:
        """The same within a sentence."""
        if not self.is_silent:
            return self.state.small
        if self.last is not ComponentState.OPERATIONAL:
            return said("not measured now, {state} when last seen", state=self.last.small)
        return said("not measured now") if self.counts.measured else said("not measured yet")


@dataclass(frozen=True)
class GroupView:
    """Some components under a heading; `group` is None for those without one."""

    group: Group | None
    components: Sequence[ComponentView]
    is_open: bool = True  # its components are in sight, not folded behind its one line

    @property
    def worst(self) -> ComponentState:
        return worst(view.state for view in self.components)

    @property
    def is_silent(self) -> bool:
        """Whether of some of them nobody can tell, while the others are well."""
        is_well = self.worst is ComponentState.OPERATIONAL
        return is_well and any(view.is_silent for view in self.components)

    @property
    def summary(self) -> Said:
        """How many of them work, in words."""
        working = sum(view.is_well for view in self.components)
        if working < len(self.components):
            number = len(self.components)
            return said("{working} of {number} operational", working=working, number=number)
        if working == 1:
            return ComponentState.OPERATIONAL.label
        return said("All {number} operational", number=working)

    @property
    def figure(self) -> GroupFigure | None:
        counts = [view.counts for view in self.components]
        return group_figure(counts, is_reported=self.is_reported)

    @property
    def shown_figure(self) -> GroupFigure | None:
        """The figure beside its name: not of one component, nor where of any little is known."""
        found = self.figure
        is_worth = len(self.components) > 1 and all(view.is_worth for view in self.components)
        return found if is_worth and found is not None and found.mean.is_number else None

    @property
    def is_reported(self) -> bool:
        """Whether probes watch none of them: what is known of them we said ourselves."""
        return not any(view.is_watched for view in self.components)


@dataclass(frozen=True)
class SlaView:
    """An SLA with its figure for one period, and the promise and components it is judged by."""

    version: SlaVersion  # as the promise stands now
    judged_by: SlaVersion
    promise: Said
    rule: Said  # by which the figure is counted
    components: Sequence[Component]
    period: Period
    figure: Figure
    zone: ZoneInfo  # of its days and months
    stated: Stated | None = None  # since when it was promised elsewhere, where its verdict needs it
    claim: CreditClaim | None = None  # to the credit it earns; None where none is promised


@dataclass(frozen=True)
class CreditedPeriod:
    """A published period for which a credit is due, of a promise as it stands now."""

    version: SlaVersion
    figure: Figure
    claim: CreditClaim

    @property
    def path(self) -> str:
        return f"{self.version.path}/{self.figure.period.name}/claim"


_FIRST = 3
_MOST = 6


@dataclass(frozen=True)
class Scorecard:
    """All promises that stand, what calls for most attention first."""

    cards: Sequence[SlaView]

    @property
    def by_verdict(self) -> list[tuple[ShownVerdict, list[SlaView]]]:
        """The promises of each verdict that any has."""
        return [
            (verdict, list(found))
            for verdict, found in groupby(self.cards, lambda card: shown_verdict(card.figure))
        ]

    @property
    def first(self) -> Sequence[SlaView]:
        """For a first look: those missed or at risk, else three with the least room left."""
        urgent = sum(shown_verdict(card.figure).needs_attention for card in self.cards)
        return self.cards[: min(max(urgent, _FIRST), _MOST)]


def scorecard(cards: Iterable[SlaView]) -> Scorecard:
    """Promises in order; those alike in urgency stay as they come."""
    return Scorecard(sorted(cards, key=lambda card: urgency(card.figure)))


@dataclass(frozen=True)
class FormerPromise:
    """A promise that was withdrawn, with the figures of its periods, the newest first."""

    version: SlaVersion
    promise: Said
    figures: Sequence[Figure]


@dataclass(frozen=True)
class Share:
    """How many of some cases were on time, with the size of the sample."""

    name: Said | str  # a text is a priority; "" for cases without one
    good: int
    bad: int
    undecided: int
    words: Said  # "92.78%", or "9 of 12" of too few
    median: int | None  # seconds that half of the decided took at most; None where no clock ran

    @property
    def total(self) -> int:
        return self.good + self.bad + self.undecided


@dataclass(frozen=True)
class PromiseShare:
    """What became of some promises: in words, how many are decided, and how many in each state."""

    words: Said
    decided: int
    by_state: Sequence[tuple[PromiseState, int]]


@dataclass(frozen=True)
class PledgeView:
    """A promise made after an incident, what became of it, and its entries in the record."""

    pledge: Pledge
    state: PromiseState
    history: Sequence[Recorded]  # the first is how it was made, each further one a change

    @property
    def extensions(self) -> list[Recorded]:
        """The entries by which it was given more time."""
        return [
            later
            for earlier, later in pairwise(self.history)
            if later.leaf.facts["dues"] != earlier.leaf.facts["dues"]
        ]


@dataclass(frozen=True)
class Month:
    """A month of the history; `path` leads to its page."""

    name: str  # "2026-07"
    start: datetime

    @property
    def path(self) -> str:
        return f"/history/{self.name}"
