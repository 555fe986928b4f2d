"""Components in the forms: each with its states to tap, and what checks say of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from statuspage.domain.desk.entry_form import COMPONENT
from statuspage.domain.incidents.automatic import title_of
from statuspage.domain.vocabulary.states import ComponentState, Kind
from statuspage.figures.failing.troubles import Trouble
from statuspage.said import Said, said
from statuspage.site import catalogue
from statuspage.site.form import Values
from statuspage.site.measured.components import full_names
from statuspage.site.measured.reasons import FailingProbe, failing_now
from statuspage.store.library import LIBRARY
from statuspage.store.published import components
from statuspage.store.settings import current_settings
from statuspage.web.admin.writing.fields import AS_IS
from statuspage.web.language import writer

BAD = (ComponentState.DEGRADED, ComponentState.PARTIAL_OUTAGE, ComponentState.MAJOR_OUTAGE)
STATES = {
    Kind.INCIDENT: (ComponentState.OPERATIONAL, *BAD),
    Kind.MAINTENANCE: (ComponentState.OPERATIONAL, ComponentState.UNDER_MAINTENANCE, *BAD),
}
"""What an update may say of a component."""

_SHORT = {
    ComponentState.OPERATIONAL: said("Works"),
    ComponentState.UNDER_MAINTENANCE: said("Maintenance"),
    ComponentState.DEGRADED: said("Slow"),
    ComponentState.PARTIAL_OUTAGE: said("In part"),
    ComponentState.MAJOR_OUTAGE: said("Down"),
}
_NAMED = 3  # so many components at most are named in a title


@dataclass(frozen=True)
class StateChoice:
    """A state to tap; AS_IS is the value of the one that stands already, and says nothing new."""

    state: ComponentState | None  # None: nothing is said of the component
    value: str

    @property
    def label(self) -> Said:
        """In a word, for a thumb."""
        return _SHORT[self.state] if self.state else said("Not named")


@dataclass(frozen=True)
class ComponentField:
    """A component with the states that may be chosen for it."""

    name: str  # of the field
    label: str
    group: str  # the heading it stands under, or ""
    choices: Sequence[StateChoice]
    is_concerned: bool
    trouble: Trouble | None = None  # what checks see that nobody has spoken of
    failing: Sequence[FailingProbe] = ()


def component_fields(
    declared: Mapping[str, ComponentState] | None,
    states: Iterable[ComponentState],
    troubles: Iterable[Trouble] = (),
    failing: Iterable[FailingProbe] = (),
) -> list[ComponentField]:
    """A field for each listed component, by group, in the order of the page.

    Without `declared` a state is said anew, or nothing is; with it one stands already.
    """
    groups = {group.id: group.name for group in components.groups()}
    order = {group: place for place, group in enumerate(["", *groups.values()])}
    seen, offered, probes = {one.component: one for one in troubles}, [*states], [*failing]
    found = [
        ComponentField(
            COMPONENT + component.id,
            component.name,
            groups.get(component.group or "", ""),
            _choices(declared, component.id, offered),
            component.id in (declared or {}),
            seen.get(component.id),
            [one for one in probes if one.component == component.id],
        )
        for component in components.listed()
    ]
    return sorted(found, key=lambda item: order[item.group])


def _choices(
    declared: Mapping[str, ComponentState] | None, name: str, offered: Collection[ComponentState]
) -> list[StateChoice]:
    if declared is None:
        return [StateChoice(None, AS_IS), *(StateChoice(state, state) for state in offered)]
    now = declared.get(name, ComponentState.OPERATIONAL)
    return [StateChoice(state, AS_IS if state is now else state) for state in offered]


def full_name(component: str) -> str:
    """What it is called in words that are published; with its group where its name has others."""
    spoken = writer()
    name = full_names(catalogue.present())[component]
    return spoken.say(name) if isinstance(name, Said) else name


def failing(now: datetime) -> list[FailingProbe]:
    """What checks do not like at this moment. Call it inside a snapshot."""
    return failing_now(LIBRARY, current_settings(), now)


def titled(values: Values) -> Values:
    """The fields with a title made of what is affected, where nobody wrote one."""
    states = states_in(values)
    if values.get("title", "").strip() or not 0 < len(states) <= _NAMED:
        return values
    if len(states) == 1:
        [(name, state)] = states.items()
        title = title_of([name], state)
    else:
        title = said("Trouble with {components}", components=[*states])
    return {**values, "title": writer().say(title)}


def states_in(values: Values) -> Mapping[str, ComponentState]:
    """The bad state that a form says of each component, by the name of the component."""
    bad = {state.value: state for state in BAD}
    return {
        full_name(one.id): bad[values[COMPONENT + one.id]]
        for one in components.listed()
        if values.get(COMPONENT + one.id) in bad
    }
