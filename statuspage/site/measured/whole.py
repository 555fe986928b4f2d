"""How the whole is now, in the words that Statuspage's documents have for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from statuspage.domain.incidents.headline import Headline, headline
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.site import Component
from statuspage.domain.vocabulary.states import ComponentState, worst
from statuspage.figures import measured
from statuspage.render.statuspage.shapes import Parts
from statuspage.site.measured.components import declared_state, views
from statuspage.site.page import Context


class WholePage(NamedTuple):
    """The components as they are now, and what they make together."""

    parts: Parts
    headline: Headline


def whole_page(context: Context) -> WholePage:
    """Raises NotKnown where nobody knows what is measured."""
    listed = context.library.components.listed()
    going_on = context.library.incidents.open_ones()
    found = parts(context, states(context, listed, going_on))
    return WholePage(found, headline_of(found, going_on))


def headline_of(found: Parts, going_on: Sequence[Incident]) -> Headline:
    """What the components that are listed now make together, and the incidents that are open."""
    states = found.states or {}
    listed = [one for one in found.components if one.withdrawn_at is None]
    return headline([(one.name, states[one.id]) for one in listed], going_on)


def states(
    context: Context, listed: Sequence[Component], going_on: Sequence[Incident]
) -> Mapping[str, ComponentState]:
    """How each of some components is: the worse of what is declared and what is measured.

    While nothing of all that is watched is measured, each counts as it was last known.
    """
    ids = [one.id for one in listed]
    seen = measured.states_now(context.library, context.settings, ids, context.now)
    if seen and not any(seen.values()):
        shown = views(context, listed, going_on)
        return {view.component.id: worst([view.state, view.last]) for view in shown}
    return {
        one: worst([declared_state(one, going_on), seen.get(one) or ComponentState.OPERATIONAL])
        for one in ids
    }


def parts(context: Context, states: Mapping[str, ComponentState] | None) -> Parts:
    """Every component there ever was."""
    library = context.library
    known = library.components.known()
    changed = library.publications.last_changes([one.id for one in known])
    return Parts(context.site, known, states, changed)
