"""What a form offers to choose from for a subscription, and a filter as its fields hold it.

Fields: "component:ID", "group:ID", "kind:NAME", "incident:KEY", "outcome:SLUG", "severity",
"breaking".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from statuspage.domain.telling.filter import SEVERITIES, Filter
from statuspage.domain.telling.labels import HOW_OFTEN, KINDS
from statuspage.domain.telling.subscription import HowOften
from statuspage.domain.vocabulary.site import Component
from statuspage.errors import InvalidInput
from statuspage.said import said
from statuspage.site.form import Query, Values
from statuspage.site.page import Context

_SEVERAL = ("component", "group", "kind", "incident", "outcome")
HOW_OFTEN_FIELD, LANGUAGE_FIELD = "how_often", "language"


@dataclass(frozen=True)
class OfferedGroup:
    """Components that stand together; `id` and `name` are "" for those that stand alone."""

    id: str
    name: str
    components: Sequence[Component]


def offered(context: Context) -> Mapping[str, Any]:
    """What the fields of templates/public/follow/_choices.html are made of."""
    groups: dict[str, list[Component]] = {"": []}  # those that stand alone come first
    for component in context.library.components.listed():
        groups.setdefault(component.group or "", []).append(component)
    return {
        "offered_groups": [
            OfferedGroup(group, some[0].group_name if group else "", some)
            for group, some in groups.items()
            if some
        ],
        "offered_kinds": KINDS.items(),
        "offered_severities": [(one, one.label) for one in SEVERITIES],
        "offered_rhythms": HOW_OFTEN.items(),
        "offered_languages": context.site.languages,
    }


def filter_in(values: Values) -> Filter:
    """The filter that was chosen in a form. Raises InvalidInput."""
    pairs = [
        tuple(name.split(":", 1))
        for name, value in values.items()
        if value and name.partition(":")[0] in _SEVERAL and ":" in name
    ]
    pairs += [(name, values[name]) for name in ("severity", "breaking") if values.get(name)]
    return Filter.from_query((name, value) for name, value in pairs)


def values_of(wanted: Filter) -> dict[str, str]:
    """The fields of a form that show a filter."""
    return {
        f"{name}:{value}" if name in _SEVERAL else name: "on" if name in _SEVERAL else value
        for name, value in wanted.to_query()
    }


def asked_for(query: Query) -> dict[str, str]:
    """The fields that a link asks for, as in /subscribe?component=api. Raises InvalidInput."""
    known = {*_SEVERAL, "severity", "breaking"}
    pairs = [(name, one) for name, values in query.items() if name in known for one in values]
    return values_of(Filter.from_query(pairs))


def how_often_in(values: Values) -> HowOften:
    """The rhythm that was chosen; at once where none was. Raises InvalidInput."""
    try:
        return HowOften(values.get(HOW_OFTEN_FIELD) or HowOften.INSTANT)
    except ValueError:
        raise InvalidInput({HOW_OFTEN_FIELD: said("Choose one from the list.")}) from None
