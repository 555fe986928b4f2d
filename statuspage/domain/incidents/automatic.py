"""What becomes of a failure that checks confirm, by itself: old and new facts in, steps out.

One incident or draft per component while it stands. Recovery is told at once; what fails again is
taken up again only after a pause, so that a flapping target makes no storm of words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from statuspage.domain.vocabulary.states import ComponentState
from statuspage.domain.vocabulary.wordings import NOT_TRANSLATED, Wordings
from statuspage.said import Said, said

COOL_DOWN = timedelta(minutes=10)
"""How long after its last word a failure of the same component is left without a new one."""


def title_of(component: str, state: ComponentState) -> Said:
    """What a failure of a component is called, by its name and by what is seen of it."""
    match state:
        case ComponentState.MAJOR_OUTAGE:
            return said("{component} does not work", component=component)
        case ComponentState.PARTIAL_OUTAGE:
            return said("{component} does not work for everybody", component=component)
        case _:
            return said("{component} does not work as well as usual", component=component)


class Wish(StrEnum):
    """What is to be done when a probe fails, by its settings."""

    NOTHING = "nothing"
    DRAFT = "draft"
    PUBLISH = "publish"


class Standing(StrEnum):
    """How far an alarm has come."""

    DRAFT = "draft"  # staff see it, nobody else
    PUBLISHED = "published"  # as an incident
    DISCARDED = "discarded"  # by staff; nothing is said of this failure any more
    OVER = "over"


@dataclass(frozen=True)
class OngoingFailure:
    """An outage that goes on now."""

    since: datetime  # its first failed check
    state: ComponentState


@dataclass(frozen=True)
class Sight:
    """What one probe sees of its component now, and what its settings wish to be done.

    Without a failure, `works_since` is when the last one ended, None while nobody can tell.
    """

    probe: str
    component: str
    wish: Wish
    failure: OngoingFailure | None
    works_since: datetime | None
    template: str | None = None
    resolves: bool = False


@dataclass(frozen=True)
class Alarm:
    """A failure that was taken up. `incident` is the key of what was published of it."""

    key: str
    component: str
    probe: str
    state: ComponentState
    standing: Standing
    failing_since: datetime
    recovered_at: datetime | None
    spoke_at: datetime  # the last word made for it
    title: str
    body: str  # "" where no template has other words than ours
    next_update: timedelta | None  # promised from when it is published
    incident: str | None
    wordings: Wordings = NOT_TRANSLATED  # title and body in further languages

    @property
    def words(self) -> Said | str:
        """What is said of it."""
        return self.body or said("alarm.failing")

    @property
    def is_standing(self) -> bool:
        return self.standing is not Standing.OVER


@dataclass(frozen=True)
class Open:
    """Make a draft or an incident of a failure."""

    sight: Sight
    failure: OngoingFailure


@dataclass(frozen=True)
class Recover:
    """Say that it works again since an instant, and that it is over if `resolves`."""

    alarm: Alarm
    at: datetime
    resolves: bool


@dataclass(frozen=True)
class Relapse:
    """Say that it fails again."""

    alarm: Alarm
    failure: OngoingFailure


Step = Open | Recover | Relapse


def steps(
    sights: Iterable[Sight],
    alarms: Mapping[str, Alarm],
    covered: Collection[str],
    now: datetime,
) -> list[Step]:
    """What is to be done now, at most one step for each component.

    `alarms` has the newest of each component; `covered` are the components that an open incident or
    planned work under way speaks of already.
    """
    by_component: dict[str, list[Sight]] = {}
    for sight in sights:
        if sight.wish is not Wish.NOTHING:
            by_component.setdefault(sight.component, []).append(sight)
    found = (
        _step(chosen, alarms.get(component), component in covered, now)
        for component, chosen in by_component.items()
    )
    return [step for step in found if step is not None]


def step_words(step: Step) -> str:
    """What a step did, for the log."""
    match step:
        case Open(sight):
            return f"{sight.component} fails: {sight.wish}"
        case Recover(alarm):
            return f"{alarm.component} works again"
        case Relapse(alarm):
            return f"{alarm.component} fails again"


def _step(
    sights: Sequence[Sight], alarm: Alarm | None, is_covered: bool, now: datetime
) -> Step | None:
    worst = _worst(sights)
    may_speak = alarm is None or now >= alarm.spoke_at + COOL_DOWN
    if alarm is None or not alarm.is_standing:
        if worst is None or is_covered or not may_speak or _is_known(worst[1], alarm):
            return None
        return Open(*worst)
    if alarm.recovered_at is None:
        return _recovery(sights, alarm) if worst is None else None
    return Relapse(alarm, worst[1]) if worst is not None and may_speak else None


def _is_known(failure: OngoingFailure, alarm: Alarm | None) -> bool:
    """Whether staff closed what was said of this very failure, so that it stays closed."""
    return alarm is not None and alarm.recovered_at is None and failure.since <= alarm.failing_since


def _worst(sights: Sequence[Sight]) -> tuple[Sight, OngoingFailure] | None:
    """The failure to speak of: publishing goes before a draft, the worse state, the older one."""
    failing = [(sight, sight.failure) for sight in sights if sight.failure is not None]
    return min(
        failing,
        key=lambda pair: (
            pair[0].wish is not Wish.PUBLISH,
            -pair[1].state.severity,
            pair[1].since,
            pair[0].probe,
        ),
        default=None,
    )


def _recovery(sights: Sequence[Sight], alarm: Alarm) -> Recover | None:
    """Only the probe that raised it can tell that it works again: silence is no recovery."""
    own = next((sight for sight in sights if sight.probe == alarm.probe), None)
    if own is None or own.works_since is None:
        return None
    works = [sight.works_since for sight in sights if sight.works_since is not None]
    return Recover(alarm, max([alarm.failing_since, *works]), own.resolves)
