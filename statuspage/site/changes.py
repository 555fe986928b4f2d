"""What changed after it was published: the page of an incident's edits, and parts of others."""

from __future__ import annotations

from collections.abc import Iterable

from statuspage.domain.record.kinds.incident import INCIDENT
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.errors import NotFound
from statuspage.render.differences import Difference, differences
from statuspage.said import said
from statuspage.site.page import ByYear, Context, Facts, Params, PublicPage, Year
from statuspage.site.rendering import template
from statuspage.site.years import incident_years


def changes_of(context: Context, subjects: Iterable[str]) -> dict[str, list[Difference]]:
    """What each subject's revisions changed, the newest first; the unchanged are absent."""
    names = {component.id: component.name for component in context.library.components.known()}
    found = {
        subject: differences(history, context.site, names)
        for subject, history in context.library.record.histories(list(subjects)).items()
    }
    return {subject: told for subject, told in found.items() if told}


def incident_changes(context: Context, key: str) -> Facts:
    """Every edit of an incident and of its updates; there is no such page before the first."""
    found = context.library.incidents.by_key(key)
    if not found.has_changes:
        raise NotFound(said("There is no change of incident '{key}'.", key=key))
    words = {UPDATE.subject(update.key): update for update in found.updates}
    told = changes_of(context, [INCIDENT.subject(key), *words])
    values = {
        "incident": found,
        "head": told.get(INCIDENT.subject(key), []),
        "updates": [(words[subject], told[subject]) for subject in words if subject in told],
    }
    return Facts(values, found.updated_at)


def _all_edited(context: Context) -> Iterable[Params]:
    return [{"key": key} for key in context.library.edits.edited_keys()]


def _edited_of(context: Context, asked: Year) -> Iterable[Params]:
    span = asked.span
    return [{"key": key} for key in context.library.edits.edited_between(span.start, span.end)]


PAGES = (
    PublicPage(
        "/incidents/{key}/changes",
        incident_changes,
        template("incident_changes.html"),
        all_params=_all_edited,
        by_year=ByYear(incident_years, _edited_of),
        named_by="incident:{key}",
    ),
)
