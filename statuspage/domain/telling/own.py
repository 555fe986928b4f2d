"""What the hooks of the settings are told of."""

from __future__ import annotations

from statuspage.config import Hook, Settings
from statuspage.domain.telling.filter import Filter
from statuspage.domain.telling.news import NewsKind
from statuspage.domain.vocabulary.states import Impact

_OF_STATUSPAGE = frozenset({NewsKind.INCIDENTS, NewsKind.MAINTENANCE})
"""What its webhooks have a form for."""


def filter_of(hook: Hook, settings: Settings) -> Filter:
    """What a hook asks for; an id of a group stands for the group."""
    components = {one.id for one in settings.components}
    groups = {one.id for one in settings.groups} - components
    kinds = frozenset(map(NewsKind, hook.kinds))
    if hook.format == "statuspage":
        kinds = kinds & _OF_STATUSPAGE or _OF_STATUSPAGE
    return Filter(
        components=frozenset(hook.components) - groups,
        groups=frozenset(hook.components) & groups,
        kinds=kinds,
        severity=Impact(hook.severity) if hook.severity else None,
        breaking=hook.breaking,
    )
