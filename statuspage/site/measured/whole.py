"""How the whole is now, in the words that Statuspage's documents have for it."""

from __future__ import annotations

from statuspage.domain.incidents.headline import headline
from statuspage.domain.vocabulary.states import ComponentState, worst
from statuspage.figures import measured
from statuspage.render.hooks.statuspage import WholePage
from statuspage.site.measured.components import declared_state
from statuspage.site.page import Context


def whole_page(context: Context) -> WholePage:
    """The components as they are now, and what they make together."""
    library = context.library
    components = library.components.listed()
    going_on = library.incidents.open_ones()
    ids = [one.id for one in components]
    seen = measured.states_now(library, context.settings, ids, context.now)
    states = {
        one: worst([declared_state(one, going_on), seen.get(one) or ComponentState.OPERATIONAL])
        for one in ids
    }
    parts = [(one.name, states[one.id]) for one in components]
    return WholePage(headline(parts, going_on), components, states)
