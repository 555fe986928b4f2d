"""The board "you said, we did": who waits how long, and every request by its state and its part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from statuspage.domain.listening.standing import (
    SHOWN_STATES,
    RequestStanding,
    by_state,
    reasons,
    standings,
)
from statuspage.domain.listening.waiting import WAITING, answering
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.domain.vocabulary.site import Component
from statuspage.errors import NotFound
from statuspage.said import said
from statuspage.site.entries import modified
from statuspage.site.listening.outcomes import promised
from statuspage.site.page import Context, Facts, Params, PublicPage
from statuspage.site.rendering import template

HEARD = "heard"
_ROOT = "/you-said-we-did"
_IN_FRONT = 10  # of each state, on the first page
_WAITING_IN_FRONT = 30
_ON_A_PAGE = 100


def every_standing(context: Context) -> list[RequestStanding]:
    """Every request as it stands now, the newest first. It holds until one of them turns."""
    library, zone, now = context.library, context.site.zone, context.now
    found = library.entries.all_of(EntryKind.OUTCOME)
    heard = library.tallies.all_of(HEARD)
    named = ("standings", context.site.language, now)
    shown = library.once(named, lambda: standings(found, heard, now, zone))
    context.holds_for_the_day()
    for one in shown:
        for instant in one.turns_at:
            library.holds_until(instant)
    return shown


def sums(context: Context, shown: Iterable[RequestStanding]) -> dict[str, Any]:
    """How many were asked, `answering`: how fast they are answered, and how many `became` what."""
    counted = [one for one in shown if one.is_counted]
    waits = (one.wait for one in counted if one.wait is not None)
    return {
        "asked": len(counted),
        "answered": sum(not one.is_waiting for one in counted),
        "answering": answering(waits, context.now, context.site.zone),
        "became": Counter(one.stated for one in counted),
    }


def board(context: Context) -> Facts:
    """What people asked for: what waits for an answer, the newest of each state, and the sums."""
    shown = every_standing(context)
    groups = by_state(_listed(shown))
    front = {
        state: some[: _WAITING_IN_FRONT if state == WAITING else _IN_FRONT]
        for state, some in groups.items()
        if some
    }
    late = context.library.tallies.of("moderation", ["feedback"]).get("feedback")
    values = {
        "groups": [(state, some, len(groups[state])) for state, some in front.items()],
        "reasons": reasons(one for one in shown if one.is_counted),
        "unread": late.counts.get("late", 0) if late else 0,
        **sums(context, shown),
        **_ways(context, shown),
        **_facts(context, [one for some in front.values() for one in some]),
    }
    return Facts(values, modified((one.entry for one in shown), context))


def of_state(context: Context, state: str, number: str = "") -> Facts:
    """The requests in one state, a hundred on a page."""
    if state not in SHOWN_STATES:
        raise NotFound(said("There is no state '{state}'.", state=state))
    shown = every_standing(context)
    found = by_state(_listed(shown))[state]
    return _part(context, shown, found, f"{_ROOT}/state/{state}", number, {"state": state})


def of_component(context: Context, component: str, number: str = "") -> Facts:
    """The requests about one component, a hundred on a page; what waits stands first."""
    chosen = context.library.components.by_id(component)
    shown = every_standing(context)
    about = (one for one in _listed(shown) if component in _components(one))
    found = [one for some in by_state(about).values() for one in some]
    return _part(context, shown, found, f"{_ROOT}/component/{component}", number, {"part": chosen})


def requests_about(context: Context, component: Component) -> int:
    """How many requests are about a component."""
    found = context.library.entries.leading_to([component.path]).get(component.path, ())
    return sum(not one.details.get("same_as") for one in found)


def _part(
    context: Context,
    shown: Sequence[RequestStanding],
    found: Sequence[RequestStanding],
    base: str,
    number: str,
    chosen: Mapping[str, Any],
) -> Facts:
    last = _pages(found)
    if number and number not in map(str, range(2, last + 1)):
        raise NotFound(said("There is no page '{number}'.", number=number))
    place = int(number or 1)
    here = found[(place - 1) * _ON_A_PAGE : place * _ON_A_PAGE]
    values = {
        "state": None,
        "part": None,
        **chosen,
        "found": here,
        "count": len(found),
        "place": place,
        "last": last,
        "previous": _address(base, place - 1) if place > 1 else None,
        "following": _address(base, place + 1) if place < last else None,
        **_ways(context, shown),
        **_facts(context, here),
    }
    return Facts(values, modified((one.entry for one in found), context))


def _pages(found: Sequence[RequestStanding]) -> int:
    return max(1, -(-len(found) // _ON_A_PAGE))


def _address(base: str, place: int) -> str:
    return base if place == 1 else f"{base}/{place}"


def _listed(shown: Iterable[RequestStanding]) -> list[RequestStanding]:
    """What has a place of its own: what was merged into another stands with that."""
    return [one for one in shown if not one.entry.details.get("same_as")]


def _components(one: RequestStanding) -> Sequence[str]:
    return one.entry.details.get("components") or ()


def _ways(context: Context, shown: Sequence[RequestStanding]) -> dict[str, Any]:
    """The ways to narrow the board: `states` and `parts`, each with the number of requests."""
    counted = [one for one in shown if one.is_counted]
    states = Counter(one.state for one in counted)
    parts = Counter(component for one in counted for component in _components(one))
    known = context.library.components.known()
    return {
        "states": [(state, states[state]) for state in SHOWN_STATES if states[state]],
        "parts": [(one, parts[one.id]) for one in known if parts[one.id]],
    }


def _facts(context: Context, shown: Sequence[RequestStanding]) -> dict[str, Any]:
    """What the rows of some requests rest on."""
    return {
        "standings": {one.entry.slug: one for one in shown},
        **promised(context, [one.entry for one in shown]),
    }


def _all_states(context: Context, *, are_first: bool) -> Iterable[Params]:
    """The pages of each state: the first of each, or the further ones."""
    groups = by_state(_listed(every_standing(context)))
    if not any(groups.values()):
        return []
    return _numbered("state", groups, are_first=are_first)


def _all_components(context: Context, *, are_first: bool) -> Iterable[Params]:
    """The same of each component that a request is about."""
    groups: dict[str, list[RequestStanding]] = {
        one.id: [] for one in context.library.components.known()
    }
    for one in _listed(every_standing(context)):
        for component in _components(one):
            groups.get(component, []).append(one)
    some = {name: found for name, found in groups.items() if found}
    return _numbered("component", some, are_first=are_first)


def _numbered(
    key: str, groups: Mapping[str, Sequence[RequestStanding]], *, are_first: bool
) -> list[Params]:
    if are_first:
        return [{key: name} for name in groups]
    return [
        {key: name, "number": str(place)}
        for name, some in groups.items()
        for place in range(2, _pages(some) + 1)
    ]


def _pages_of(
    key: str, reader: Callable[..., Facts], names: Callable[..., Iterable[Params]]
) -> tuple[PublicPage, PublicPage]:
    """The first page of each name, and those that follow."""
    pattern, made = f"{_ROOT}/{key}/{{{key}}}", template("outcomes_part.html")
    first, further = (partial(names, are_first=one) for one in (True, False))
    return (
        PublicPage(pattern, reader, made, all_params=first, in_sitemap=True),
        PublicPage(f"{pattern}/{{number}}", reader, made, all_params=further, in_sitemap=True),
    )


PAGES = (
    PublicPage(_ROOT, board, template("outcomes.html"), in_sitemap=True),
    *_pages_of("state", of_state, _all_states),
    *_pages_of("component", of_component, _all_components),
)
