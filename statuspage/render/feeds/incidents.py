"""What feed items say of incidents: one with all its words, and a single update.

Each item is composed once and serves every form, so RSS, Atom and JSON Feed cannot disagree.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from statuspage.domain.incidents.clocks import DueTime
from statuspage.domain.incidents.incident import Change, Incident, Update
from statuspage.domain.incidents.planned import WindowChange, first_window
from statuspage.domain.record.kinds.incident import INCIDENT
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.vocabulary.site import Site
from statuspage.domain.vocabulary.states import Status
from statuspage.render.feeds.documents import Item
from statuspage.render.feeds.passages import (
    NO_EDITS,
    WEB,
    Edits,
    Passage,
    edited,
    item,
    labelled,
    line,
    link,
    time,
    written,
)
from statuspage.render.postmortem import told_html, told_text
from statuspage.render.words import lengths, repeats, times
from statuspage.render.words.filters import capital
from statuspage.render.words.links import strong
from statuspage.render.words.locale import locale
from statuspage.said import Said, said


def incident_item(
    site: Site, incident: Incident, published: datetime, summary: str, edits: Edits = NO_EDITS
) -> Item:
    """An incident or a maintenance with all its words, newest first.

    `published` is the time it stands under in the journal; `summary` its newest word as plain text.
    """
    passages = _incident_facts(site, incident)
    passages += edited(site, edits.get(INCIDENT.subject(incident.key)))
    for update in incident.updates:
        entered_later = update.entered_at != incident.entered_at
        passages += _update_words(site, incident, update, is_labelled=entered_later)
        passages += edited(site, edits.get(UPDATE.subject(update.key)))
    components = [{"id": key, "name": name} for key, name in incident.components]
    return item(
        site,
        name=f"incident/{incident.key}",
        path=incident.path,
        title=labelled(site, incident.status.label, incident.title)
        if incident.is_struck  # on the page it is struck through; here it says why
        else incident.title,
        passages=passages,
        summary=labelled(site, incident.updates[0].label, summary),
        published=published,
        updated=incident.updated_at,
        tags=[incident.kind, *(name for _, name in incident.components)],
        author=incident.owner,
        subjects=[INCIDENT.subject(incident.key), UPDATE.subject(incident.updates[0].key)],
        details={
            "kind": incident.kind,
            "status": incident.status,
            "impact": incident.impact,
            "components": components,
            **_repeat(incident),
        },
    )


def expected_item(site: Site, incident: Incident, wall: datetime, name: str) -> Item:
    """Work that follows by its rhythm at a wall time, and is announced before it begins."""
    rhythm = capital(repeats.series(locale(site.language), incident))
    told = said("This date follows from that. It is announced here before it begins.")
    components = [component for _, component in incident.components]
    return item(
        site,
        name=f"repeat/{name}/{wall:%Y-%m-%d}",
        path=incident.path,
        title=incident.title,
        passages=[line(site, said("{sentence}.", sentence=rhythm)), line(site, told)],
        summary=rhythm,
        published=incident.announced_at,
        updated=incident.updated_at,
        tags=[incident.kind, *components],
        author=incident.owner,
        subjects=[INCIDENT.subject(incident.key)],
        details={},
    )


def _repeat(incident: Incident) -> dict[str, object]:
    """The rule by which it repeats, for programs."""
    rule = incident.repeats
    return {} if rule is None else {"repeats": {"rule": rule.rule, "timezone": rule.zone.key}}


def _incident_facts(site: Site, incident: Incident) -> list[Passage]:
    """What stands above the words: impact, components, window, owner, and where it comes from."""
    names = [name for _, name in incident.components]
    head = said("{label}: {text}", label=incident.impact.label, text=names)
    passages = [line(site, head if names else incident.impact.label)]
    start, end = incident.scheduled_for, incident.scheduled_until
    if start and end:
        spoken = locale(site.language)
        window = times.window(spoken, start, end, site.zone)
        notice = capital(lengths.notice(spoken, incident))
        passages.append(line(site, said("Planned for {window}.", window=window)))
        passages.append(line(site, said("{sentence}.", sentence=notice)))
        for moved in incident.extensions:
            extended = capital(times.extended(spoken, moved, site.zone))
            passages.append(line(site, said("{sentence}.", sentence=extended)))
        for shifted in incident.moves:
            told = capital(repeats.rescheduled(spoken, shifted, site.zone))
            passages.append(line(site, said("{sentence}.", sentence=told)))
        if rhythm := repeats.repeats(spoken, incident):
            passages.append(line(site, said("{sentence}.", sentence=capital(rhythm))))
    passages += _impact_window(site, incident)
    if incident.was_reopened:
        passages.append(line(site, said("It was reopened after it had been resolved.")))
    if incident.owner:
        passages.append(line(site, said("Owner: {owner}", owner=incident.owner)))
    if incident.is_imported:
        passages.append(_origin(site, incident))
    elif incident.is_added_afterwards:
        passages.append(_added(site, incident.entered_at))
    return passages


def _impact_window(site: Site, incident: Incident) -> list[Passage]:
    """When it was felt, as far as staff stated it."""
    start, end = incident.impact_from, incident.impact_until
    if start is None:
        return []
    if end is None:
        return [line(site, said("Impact since {time}.", time=time(site, start)))]
    spoken = locale(site.language)
    window = times.window(spoken, start, end, site.zone)
    length = lengths.lasted(spoken, start, end)
    return [line(site, said("Impact: {window}, {length}.", window=window, length=length))]


def _origin(site: Site, incident: Incident) -> Passage:
    at = time(site, incident.entered_at)
    if not incident.origin:
        return line(site, said("Imported on {time}", time=at))
    source = link(incident.origin) if incident.origin.startswith(WEB) else incident.origin
    return line(site, said("Imported on {time} from {source}", time=at, source=source))


def _added(site: Site, entered_at: datetime) -> Passage:
    return line(site, said("Added afterwards on {time}.", time=time(site, entered_at)))


def update_item(
    site: Site, incident: Incident, update: Update, summary: str, edits: Edits = NO_EDITS
) -> Item:
    """One public word. It depends on nothing said later, so only an edit moves `updated`."""
    head, *words = _update_words(site, incident, update, is_labelled=True)
    passages = [head, *_planned(site, incident, update), *words]
    for moved in incident.extensions:
        if moved.at == update.entered_at:
            until = time(site, moved.until)
            passages.append(line(site, said("It now ends at {time}.", time=until)))
    passages += _moved(site, incident, update)
    if incident.repeats and update.entered_at == incident.entered_at:
        rhythm = capital(repeats.series(locale(site.language), incident))
        passages.append(line(site, said("{sentence}.", sentence=rhythm)))
    if update.is_imported and update.entered_at == incident.entered_at:
        passages.append(_origin(site, incident))
    for subject in (UPDATE.subject(update.key), INCIDENT.subject(incident.key)):
        passages += edited(site, edits.get(subject))
    label = update.label if update.withdrawn_at is None else said("Withdrawn")
    return item(
        site,
        name=f"update/{update.key}",
        path=f"{incident.path}#update-{update.key}",
        title=labelled(site, label, incident.title),
        passages=passages,
        summary=summary,
        published=update.published_at,
        updated=max(update.updated_at, incident.edited_at or update.updated_at),
        tags=[incident.kind, *(change.name for change in update.changes)],
        author="",
        subjects=[UPDATE.subject(update.key)],
        details={
            "kind": "update",
            "incident": incident.key,
            "status": update.status,
            "components": [
                {"id": change.component, "name": change.name, "status": change.new}
                for change in update.changes
            ],
        },
    )


def _planned(site: Site, incident: Incident, update: Update) -> list[Passage]:
    """When planned work was to take place by then, and what it touches, until it has begun."""
    start, end = incident.scheduled_for, incident.scheduled_until
    changes: Sequence[WindowChange] = (*incident.extensions, *incident.moves)
    if not start or not end or any(one.at == update.entered_at for one in incident.moves):
        return []  # a move says by itself to which window
    then = first_window(start, end, (one for one in changes if one.at > update.entered_at))
    window = times.window(locale(site.language), *then, site.zone)
    told = [line(site, said("Planned for {window}.", window=window))]
    names = [change.name for change in update.changes]
    if names and update.status is Status.SCHEDULED:  # its words say nothing of them yet
        told.insert(0, line(site, said("{label}: {text}", label=incident.impact.label, text=names)))
    return told


def _moved(site: Site, incident: Incident, update: Update) -> list[Passage]:
    """To which window planned work was moved with an update."""
    found = []
    for one in incident.moves:
        if one.at == update.entered_at:
            spoken = locale(site.language)
            now = times.window(spoken, one.start, one.end, site.zone)
            before = times.window(spoken, one.former_start, one.former_end, site.zone)
            found.append(line(site, said("It now takes place {window}.", window=now)))
            found.append(line(site, said("Before: {window}.", window=before)))
    return found


def _update_words(
    site: Site, incident: Incident, update: Update, *, is_labelled: bool
) -> list[Passage]:
    spoken = locale(site.language)
    label = strong(spoken.markup(update.label))
    passages = [line(site, said("{label} · {time}", label=label, time=time(site, update.at)))]
    words = told_html(update, incident, site), told_text(update, incident, site)
    passages.append(written(site, *words))
    passages += [line(site, _change(change)) for change in update.moves]
    if update.dues:
        passages.append(line(site, _due(site, update.dues)))
    if is_labelled and update.is_added_afterwards:
        passages.append(_added(site, update.entered_at))
    if update.is_page_only:
        told = said("Announced here and in feeds only: nobody was sent a message.")
        passages.append(line(site, told))
    return passages


def _due(site: Site, dues: tuple[DueTime, ...]) -> Said:
    """The time first named counts; the last one stands beside it where it is another."""
    due, last = time(site, dues[0].due), time(site, dues[-1].due)
    if dues[-1].due > dues[0].due:
        return said("Next update by {due}, extended to {time}.", due=due, time=last)
    return said("Next update by {due}.", due=due)


def _change(change: Change) -> Said:
    """A component's change as a sentence."""
    name, old, new = change.name, change.old.small, change.new.small
    if change.old is not change.new:
        return said("{component}: from {old} to {new}.", component=name, old=old, new=new)
    if change.is_by_others:
        return said(
            "{component}: still {state}, because of another entry.", component=name, state=new
        )
    return said("{component}: still {state}.", component=name, state=new)
