"""Documents of incidents and planned work, told from the same facts as their pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from statuspage.domain.incidents.incident import Change, Incident, Update
from statuspage.domain.incidents.recurrence import Repeat, following, instant_of
from statuspage.domain.promises import promise
from statuspage.domain.promises.told_first import told_first
from statuspage.domain.record.kinds.incident import of_incident
from statuspage.domain.record.recorded import Recorded
from statuspage.domain.vocabulary.list_part import NO_PLACE, OPEN
from statuspage.domain.vocabulary.site import Site
from statuspage.domain.vocabulary.states import ComponentState, Kind
from statuspage.domain.vocabulary.wordings import Wordings
from statuspage.errors import InvalidInput
from statuspage.render.feeds.passages import absolute
from statuspage.render.postmortem import told_html, told_text
from statuspage.render.words import lengths, repeats
from statuspage.render.words.locale import locale
from statuspage.said import said
from statuspage.site.api import incident_shapes as shapes
from statuspage.site.api.promises import of_pledge, of_update
from statuspage.site.api.reading import address_after, document, reading
from statuspage.site.api.surveys import AnsweredQuestion
from statuspage.site.asking import published_of
from statuspage.site.history import newest_change
from statuspage.site.page import ByYear, Context, Facts, Params, Year
from statuspage.site.years import incident_years

_FOLLOWING = 3
"""How many further beginnings of repeated work are named."""


def incident_list(context: Context) -> Facts:
    """Every open incident and the 50 newest, each with its newest word; or the part asked for."""
    found, total, following = _asked(context, Kind.INCIDENT, "/incidents")
    shown = shapes.Incidents(total=total, incidents=[listed(context.site, one) for one in found])
    return document(shown, newest_change(found, context), following)


def maintenance_list(context: Context) -> Facts:
    """All planned work going on or to come and the 50 newest; or the part asked for."""
    found, total, following = _asked(context, Kind.MAINTENANCE, "/maintenance")
    found.sort(key=lambda one: one.scheduled_for or one.started_at, reverse=True)
    shown = shapes.PlannedWorks(
        total=total, maintenance=[listed(context.site, one) for one in found]
    )
    return document(shown, newest_change(found, context), following)


def _asked(context: Context, kind: Kind, pattern: str) -> tuple[list[Incident], int, str]:
    """Those that are asked for, how many there are at all, and where the list goes on."""
    library, part = context.library, context.part
    total = library.publications.count([kind])
    opened = [one for one in library.incidents.open_ones() if one.kind is kind]
    opened.sort(key=lambda one: (one.started_at, one.number), reverse=True)
    if part.state == OPEN:
        found, last = part.cut(opened, _key)
        return found, total, address_after(context, pattern, last)
    found, last = part.ended(_following(context, kind), _key)
    if part.is_everything:
        known = {one.key for one in found}
        found += [one for one in opened if one.key not in known]
    return found, total, address_after(context, pattern, last)


def _following(context: Context, kind: Kind) -> Sequence[Incident]:
    """One more than fit, so that it is known whether there are others."""
    incidents, part = context.library.incidents, context.part
    if not part.after:
        return incidents.newest(part.most + 1, kind)
    last = incidents.by_keys([part.after]).get(part.after)
    if last is None or last.kind is not kind:
        raise InvalidInput({"cursor": NO_PLACE})
    return incidents.older((last.started_at, last.number), part.most + 1, kind)


def _key(one: Incident) -> str:
    return one.key


def incident_detail(context: Context, incident: str) -> Facts:
    """One incident or planned work with every word, every change of it, and its promises."""
    library = context.library
    found = library.incidents.by_key(incident)
    made = library.pledges.of_incident(incident)
    finding = library.postmortems.of_incident(found.number)
    answered = published_of(context, found)
    shown = shapes.IncidentDetail(
        **_facts(context.site, found),
        updates=[update_answer(context.site, found, one) for one in found.updates],
        promises=[
            *(of_update(context, found, one) for one in promise.next_update_promises(found)),
            *(of_pledge(context, one) for one in made),
        ],
        cause=finding.cause if finding else None,
        answers=[AnsweredQuestion(**one.document()) for one in answered],
        revisions=_revisions(context, found),
    )
    counted = (one.tally.at for one in answered if one.tally)
    modified = max([found.updated_at, *(pledge.changed_at for pledge in made), *counted])
    return document(shown, modified)


def listed(site: Site, found: Incident) -> shapes.ListedIncident:
    """An incident with its newest word."""
    newest = update_answer(site, found, found.updates[0])
    return shapes.ListedIncident(**_facts(site, found), update=newest)


def posted(site: Site, found: Incident, update: Update) -> shapes.PostedUpdate:
    """An incident with the word that somebody just handed in."""
    spoken = update_answer(site, found, update)
    return shapes.PostedUpdate(**_facts(site, found), update=spoken)


def _facts(site: Site, found: Incident) -> dict[str, Any]:
    """The keys of `shapes.Incident`."""
    return {
        "id": found.key,
        "number": found.number,
        "kind": found.kind,
        "title": found.title,
        "texts": _texts(found.wordings),
        "status": found.status,
        "impact": found.impact,
        "owner": found.owner or None,
        "started_at": found.started_at,
        "entered_at": found.entered_at,
        "updated_at": found.updated_at,
        "edited_at": found.edited_at,
        "resolved_at": found.resolved_at,
        "next_update": found.next_due,
        "impact_from": found.impact_from,
        "impact_until": found.impact_until,
        "noticed_by": found.noticed_by,
        "first_report_at": found.first_report_at,
        "told_first": told_first(found) if found.kind is Kind.INCIDENT else None,
        "components": [
            shapes.ConcernedComponent(
                id=component,
                name=name,
                state=found.declared.get(component, ComponentState.OPERATIONAL),
            )
            for component, name in found.components
        ],
        "added_afterwards": found.is_added_afterwards and not found.is_imported,
        "reopened": found.was_reopened,
        "imported": found.is_imported,
        "origin": found.origin or None,
        "planned": _planned(site, found),
        "url": site.address(found.path),
    }


def _planned(site: Site, found: Incident) -> shapes.PlannedWork | None:
    start, end = found.scheduled_for, found.scheduled_until
    if start is None or end is None:
        return None
    return shapes.PlannedWork(
        scheduled_for=start,
        scheduled_until=end,
        announced_at=found.window_announced_at,
        begun_at=found.begun_at,
        notice=lengths.notice(locale(site.language), found),
        extensions=[shapes.WindowExtension(**vars(one)) for one in found.extensions],
        moves=[shapes.WindowMove(**vars(one)) for one in found.moves],
        repeats=_repetition(site, found, found.repeats) if found.repeats else None,
    )


def _repetition(site: Site, found: Incident, rule: Repeat) -> shapes.Repetition:
    start, _ = repeats.first_walls(found, rule)
    walls = islice(following(rule.rule, start), _FOLLOWING if found.is_open else 0)
    return shapes.Repetition(
        rule=rule.rule,
        timezone=rule.zone.key,
        words=repeats.series(locale(site.language), found),
        next=[instant_of(wall, rule.zone) for wall in walls],
    )


def update_answer(site: Site, found: Incident, update: Update) -> shapes.Update:
    """One word of an incident, as every document has it."""
    return shapes.Update(
        id=update.key,
        status=update.status,
        body=told_text(update, found, site),
        html=absolute(site, told_html(update, found, site)),
        texts=_texts(update.wordings),
        at=update.at,
        entered_at=update.entered_at,
        edited_at=update.edited_at,
        withdrawn_at=update.withdrawn_at,
        next_update=update.next_due,
        due=[one.due for one in update.dues],
        changes=[_change(one) for one in update.changes],
        added_afterwards=update.is_added_afterwards and not update.is_imported,
        imported=update.is_imported,
        page_only=update.is_page_only,
        erased=update.erased is not None,
        url=site.address(f"{found.path}#update-{update.key}"),
    )


def _texts(told: Wordings) -> dict[str, dict[str, str]]:
    return {language: dict(told.of(language)) for language in told}


def _change(change: Change) -> shapes.UpdateChange:
    return shapes.UpdateChange(
        id=change.component,
        name=change.name,
        state=change.declared,
        old=change.old,
        new=change.new,
    )


def _revisions(context: Context, found: Incident) -> list[shapes.Revision]:
    """Every entry of the record of what was changed after it was published."""
    subjects = [one.subject for one in of_incident(found)]
    histories = context.library.record.histories(subjects)
    changed = [one for entries in histories.values() if len(entries) > 1 for one in entries]
    return [_revision(one) for one in sorted(changed, key=lambda one: one.index)]


def _revision(entry: Recorded) -> shapes.Revision:
    return shapes.Revision(
        entry=entry.index,
        subject=entry.subject,
        revision=entry.revision,
        at=entry.at,
        reason=entry.reason or None,
        facts=dict(entry.leaf.facts),
        words={name: word.text for name, word in entry.words.items() if name != "reason"},
    )


def _look_ahead(context: Context, asked: Sequence[Params]) -> None:
    library = context.library
    found = library.incidents.by_keys([params["incident"] for params in asked])
    library.record.histories([told.subject for one in found.values() for told in of_incident(one)])


def _all_incidents(context: Context) -> Iterable[Params]:
    return [{"incident": key} for key in context.library.incidents.all_keys()]


def _incidents_of(context: Context, asked: Year) -> Iterable[Params]:
    span, incidents = asked.span, context.library.incidents
    return [{"incident": key} for key in incidents.keys_between(span.start, span.end)]


READINGS = (
    reading(
        "/incidents",
        incident_list,
        said("Every open incident and the 50 newest, each with its newest word."),
        shapes.Incidents,
        is_sliced=True,
    ),
    reading(
        "/incidents/{incident}",
        incident_detail,
        said("One incident or planned work with every word, every change of it, and its promises."),
        shapes.IncidentDetail,
        _all_incidents,
        by_year=ByYear(incident_years, _incidents_of),
        named_by="incident:{incident}",
        look_ahead=_look_ahead,
    ),
    reading(
        "/maintenance",
        maintenance_list,
        said("All planned work going on or to come and the 50 newest, with moves and repeats."),
        shapes.PlannedWorks,
        is_sliced=True,
    ),
)
