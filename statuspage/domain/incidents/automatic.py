"""What becomes of a failure that checks or alerts confirm: old and new facts in, steps out.

One incident or draft per subject while it stands: a component, or what a rule makes of alerts.
Recovery is told at once; what fails again is taken up again only after a pause, so that a flapping
target makes no storm of words.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from statuspage.domain.vocabulary.states import ComponentState, Impact
from statuspage.domain.vocabulary.wordings import NOT_TRANSLATED, Wordings
from statuspage.said import Said, said

COOL_DOWN = timedelta(minutes=10)
"""How long after its last word a failure of the same component is left without a new one."""


def title_of(names: Sequence[str], state: ComponentState) -> Said:
    """What a failure of components is called, by their names and by what is seen of them."""
    if len(names) > 1:
        return _title_of_several(list(names), state)
    [component] = names
    match state:
        case ComponentState.MAJOR_OUTAGE:
            return said("{component} does not work", component=component)
        case ComponentState.PARTIAL_OUTAGE:
            return said("{component} does not work for everybody", component=component)
        case _:
            return said("{component} does not work as well as usual", component=component)


def _title_of_several(names: list[str], state: ComponentState) -> Said:
    match state:
        case ComponentState.MAJOR_OUTAGE:
            return said("{components} do not work", components=names)
        case ComponentState.PARTIAL_OUTAGE:
            return said("{components} do not work for everybody", components=names)
        case _:
            return said("{components} do not work as well as usual", components=names)


class Wish(StrEnum):
    """What is to be done of a failure, by the settings of its probe or rule."""

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

    since: datetime  # its first failed check, or when the first alert began
    states: Mapping[str, ComponentState]  # of components

    @property
    def state(self) -> ComponentState:
        """The worst of them."""
        return _worst_of(self.states)


@dataclass(frozen=True)
class Sight:
    """What one probe or rule sees of its subject now, and what its settings wish to be done.

    Without a failure, `works_since` is when the last one ended, None while nobody can tell.
    """

    source: str  # the id of the probe or rule
    subject: str  # what one incident is about
    wish: Wish
    failure: OngoingFailure | None
    works_since: datetime | None
    template: str | None = None
    resolves: bool = False
    impact: Impact | None = None  # None: it follows from the components


@dataclass(frozen=True)
class Alarm:
    """A failure that was taken up. `incident` is the key of what was published of it."""

    key: str
    subject: str
    source: str
    states: Mapping[str, ComponentState]
    standing: Standing
    failing_since: datetime
    recovered_at: datetime | None
    spoke_at: datetime  # the last word made for it
    title: str
    body: str  # "" where no template has other words than ours
    next_update: timedelta | None  # promised from when it is published
    incident: str | None
    wordings: Wordings = NOT_TRANSLATED  # title and body in further languages
    impact: Impact | None = None

    @property
    def state(self) -> ComponentState:
        """The worst of its components."""
        return _worst_of(self.states)

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


@dataclass(frozen=True)
class Spread:
    """Say that it fails for further components, too."""

    alarm: Alarm
    states: Mapping[str, ComponentState]


Step = Open | Recover | Relapse | Spread


def steps(
    sights: Iterable[Sight],
    alarms: Mapping[str, Alarm],
    covered: Collection[str],
    now: datetime,
) -> list[Step]:
    """What is to be done now, at most one step for each subject.

    `alarms` has the newest of each subject; `covered` are the components that an open incident or
    planned work under way speaks of already.
    """
    by_subject: dict[str, list[Sight]] = {}
    for sight in sights:
        if sight.wish is not Wish.NOTHING:
            by_subject.setdefault(sight.subject, []).append(sight)
    found = (
        _step(chosen, alarms.get(subject), _uncovered(subject, alarms, covered), now)
        for subject, chosen in by_subject.items()
    )
    return [step for step in found if step is not None]


Left = Callable[[Sight, OngoingFailure], OngoingFailure | None]
"""What of a failure nobody speaks of yet."""


def _uncovered(subject: str, alarms: Mapping[str, Alarm], covered: Collection[str]) -> Left:
    """A draft that waits speaks for its components, but holds back nothing that is published."""
    waiting = {
        component
        for name, alarm in alarms.items()
        if name != subject and alarm.is_standing and alarm.incident is None
        for component in alarm.states
    }

    def left(sight: Sight, failure: OngoingFailure) -> OngoingFailure | None:
        spoken = covered if sight.wish is Wish.PUBLISH else {*covered, *waiting}
        states = {name: state for name, state in failure.states.items() if name not in spoken}
        return replace(failure, states=states) if states else None

    return left


def step_words(step: Step) -> str:
    """What a step did, for the log."""
    about = step.sight.subject if isinstance(step, Open) else step.alarm.subject
    subject = about.rstrip("/")  # a rule that groups by nothing has one at its end
    match step:
        case Open(sight):
            return f"{subject} fails: {sight.wish}"
        case Recover():
            return f"{subject} works again"
        case Relapse():
            return f"{subject} fails again"
        case Spread(_, states):
            return f"{subject} fails for {', '.join(sorted(states))} too"


def _step(sights: Sequence[Sight], alarm: Alarm | None, left: Left, now: datetime) -> Step | None:
    worst = _worst(sights)
    may_speak = alarm is None or now >= alarm.spoke_at + COOL_DOWN
    if worst is None:
        is_told = alarm is None or not alarm.is_standing or alarm.recovered_at is not None
        return None if alarm is None or is_told else _recovery(sights, alarm)
    sight, failure = worst
    if alarm is not None and alarm.is_standing:
        if not may_speak:
            return None
        if alarm.recovered_at is not None:
            return Relapse(alarm, failure)
        return _spread(alarm, left(sight, failure))
    rest = left(sight, failure)
    if rest is None or not may_speak or _is_known(failure, alarm):
        return None
    return Open(sight, rest)


def _spread(alarm: Alarm, rest: OngoingFailure | None) -> Step | None:
    """What a group of alerts holds now that it did not hold before."""
    states = {} if rest is None else rest.states
    new = {name: state for name, state in states.items() if name not in alarm.states}
    return Spread(alarm, new) if new and alarm.standing is not Standing.DISCARDED else None


def _worst_of(states: Mapping[str, ComponentState]) -> ComponentState:
    return max(states.values(), key=lambda state: state.severity)


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
            pair[0].source,
        ),
        default=None,
    )


def _recovery(sights: Sequence[Sight], alarm: Alarm) -> Recover | None:
    """Only what raised it can tell that it works again: silence is no recovery."""
    own = next((sight for sight in sights if sight.source == alarm.source), None)
    if own is None or own.works_since is None:
        return None
    works = [sight.works_since for sight in sights if sight.works_since is not None]
    return Recover(alarm, max([alarm.failing_since, *works]), own.resolves)
