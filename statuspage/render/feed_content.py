"""What the items of feeds say: an incident, a single update, a changelog entry, an outcome.

Each item is composed once and serves every form, so RSS, Atom and JSON Feed cannot disagree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from markupsafe import Markup, escape

from statuspage.domain.incidents.incident import Change, Incident, Update
from statuspage.domain.record.kinds.entry import ENTRIES
from statuspage.domain.record.kinds.incident import INCIDENT
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.domain.vocabulary.site import Site
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.domain.vocabulary.text import clean_text, one_line
from statuspage.render.feeds import Item
from statuspage.render.words import filters as words

_TAG_YEAR = 2026  # fixed, for a tag: URI names its owner at a date and must never change (RFC 4151)
_LOCAL_LINK = re.compile(r'(<a (?:[a-z]+="[^"]*" )*href=")(?=/(?!/))')
_SUMMARY_LIMIT = 300
_WEB = ("http://", "https://")


def tag(site: Site, name: str) -> str:
    """The lasting name of something this site publishes, such as "incident/KEY"."""
    return f"tag:{site.tag_host},{_TAG_YEAR}:{quote(name)}"


@dataclass(frozen=True)
class _Passage:
    """Some words in both forms."""

    html: str
    text: str


def incident_item(site: Site, incident: Incident, published: datetime, summary: str) -> Item:
    """An incident or a maintenance with all its words, newest first.

    `published` is the time it stands under in the journal; `summary` its newest word as plain text.
    """
    passages = _incident_facts(site, incident)
    for update in incident.updates:
        entered_later = update.entered_at != incident.entered_at
        passages += _update_words(site, update, is_labelled=entered_later)
    components = [{"id": key, "name": name} for key, name in incident.components]
    return _item(
        site,
        name=f"incident/{incident.key}",
        path=incident.path,
        title=_title(incident),
        passages=passages,
        summary=f"{incident.updates[0].label}: {summary}",
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
        },
    )


def _title(incident: Incident) -> str:
    """Its title; one that is struck through on the page says why."""
    return f"{incident.status.label}: {incident.title}" if incident.is_struck else incident.title


def _incident_facts(site: Site, incident: Incident) -> list[_Passage]:
    """What stands above the words: impact, components, window, owner, and where it comes from."""
    names = ", ".join(name for _, name in incident.components)
    passages = [_line(f"{incident.impact.label}: {names}" if names else str(incident.impact.label))]
    start, end = incident.scheduled_for, incident.scheduled_until
    if start and end:
        passages.append(_line("Planned for {}.", words.window(start, end, site.zone)))
        passages.append(_line(f"{words.capital(words.notice(incident))}."))
        for moved in incident.extensions:
            passages.append(_line("{}.", words.capital(words.extended(moved, site.zone))))
    passages += _impact_window(site, incident)
    if incident.was_reopened:
        passages.append(_line("It was reopened after it had been resolved."))
    if incident.owner:
        passages.append(_line(f"Owner: {incident.owner}"))
    if incident.origin:
        passages.append(_origin(site, incident))
    elif incident.is_added_afterwards:
        passages.append(_added(site, incident.entered_at))
    return passages


def _impact_window(site: Site, incident: Incident) -> list[_Passage]:
    """When it was felt, as far as staff stated it."""
    start, end = incident.impact_from, incident.impact_until
    if start is None:
        return []
    if end is None:
        return [_line("Impact since {}.", _time(site, start))]
    shown = words.window(start, end, site.zone)
    return [_line("Impact: {}, {}.", shown, words.lasted(start, end))]


def _origin(site: Site, incident: Incident) -> _Passage:
    source = _link(incident.origin) if incident.origin.startswith(_WEB) else incident.origin
    return _line("Imported on {} from {}", _time(site, incident.entered_at), source)


def _added(site: Site, entered_at: datetime) -> _Passage:
    return _line("Added afterwards on {}.", _time(site, entered_at))


def update_item(site: Site, incident: Incident, update: Update, summary: str) -> Item:
    """One public word. It depends on nothing said later, so only an edit moves `updated`."""
    passages = _update_words(site, update, is_labelled=True)
    for moved in incident.extensions:
        if moved.at == update.entered_at:
            passages.append(_line("It now ends at {}.", _time(site, moved.until)))
    if incident.origin and update.entered_at == incident.entered_at:
        passages.append(_origin(site, incident))
    return _item(
        site,
        name=f"update/{update.key}",
        path=f"{incident.path}#update-{update.key}",
        title=f"{update.label}: {incident.title}",
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


def _update_words(site: Site, update: Update, *, is_labelled: bool) -> list[_Passage]:
    label = Markup("<strong>{}</strong>").format(update.label)
    passages = [_line("{} · {}", label, _time(site, update.at))]
    passages.append(_written(site, update.html, update.body))
    passages += [_line(said) for change in update.changes if (said := _change(change))]
    if update.next_due is not None:
        passages.append(_line("Next update by {}.", _time(site, update.next_due)))
    if is_labelled and update.is_added_afterwards:
        passages.append(_added(site, update.entered_at))
    return passages


def _change(change: Change) -> str:
    """A component's change as a sentence, or "" when it was well before and is well after."""
    old, new = change.old.small, change.new.small
    if change.old is not change.new:
        return f"{change.name}: from {old} to {new}."
    return "" if change.new is ComponentState.OPERATIONAL else f"{change.name}: still {new}."


def entry_item(
    site: Site, entry: Entry, published: datetime, names: Mapping[str, str], summary: str
) -> Item:
    """A changelog entry or an outcome. `names` gives the name of each component by its id."""
    touched = [component for component in entry.details.get("components", ()) if component in names]
    facts = _CONTENTS[entry.kind](site, entry, [names[component] for component in touched])
    if entry.withdrawn_at is not None:
        withdrawn_at = _time(site, entry.withdrawn_at)
        facts.insert(0, _line("This entry was withdrawn on {}.", withdrawn_at))
    sort = str(entry.details.get("type") or entry.details.get("state") or "")
    return _item(
        site,
        name=f"{entry.kind}/{entry.slug}",
        path=quote(entry.path),
        title=entry.title if entry.withdrawn_at is None else f"Withdrawn: {entry.title}",
        passages=facts,
        summary=summary,
        published=published,
        updated=entry.updated_at,
        tags=[entry.kind, *filter(None, [sort]), *(names[component] for component in touched)],
        author=str(entry.details.get("owner") or ""),
        subjects=[ENTRIES[entry.kind].subject(entry.slug)],
        details={
            "kind": entry.kind,
            "status": "withdrawn" if entry.withdrawn_at is not None else sort,
            "components": [{"id": component, "name": names[component]} for component in touched],
        },
    )


def _change_words(site: Site, entry: Entry, components: list[str]) -> list[_Passage]:
    kind = str(entry.details.get("type", "")).capitalize()
    head = ": ".join(filter(None, [kind, ", ".join(components)]))
    return [_line(head), _written(site, entry.html, entry.body)]


def _outcome_words(site: Site, entry: Entry, _: list[str]) -> list[_Passage]:
    """What was said, what was done or why not, and the evidence."""
    get = entry.details.get
    heard = get("heard") and f"heard {words.plural(int(get('heard', 0)), 'time')}"
    source = ", ".join(str(said) for said in (heard, get("channel"), get("period")) if said)
    given = (
        ("You said: {}", get("said")),
        ("({})", source),
        ("State: {}", get("state")),
        ("We did: {}", get("did")),
        ("Why not: {}", get("reason")),
        ("Due: {}", get("due") and words.written_day(str(get("due")))),
        ("Done: {}", get("done") and words.written_day(str(get("done")))),
    )
    evidence = [_link(_evidence(site, link)) for link in get("evidence") or ()]
    return [
        *(_line(sentence, value) for sentence, value in given if value),
        _written(site, entry.html, entry.body),
        *(_line("Evidence: {}", link) for link in evidence),
    ]


def _evidence(site: Site, reference: str) -> str:
    return reference if reference.startswith(_WEB) else site.url + reference


_CONTENTS = {EntryKind.CHANGELOG: _change_words, EntryKind.OUTCOME: _outcome_words}


def _item(
    site: Site,
    *,
    name: str,
    path: str,
    title: str,
    passages: Iterable[_Passage],
    summary: str,
    published: datetime,
    updated: datetime,
    tags: Iterable[str],
    author: str,
    subjects: Iterable[str],
    details: Mapping[str, object],
) -> Item:
    shown = [passage for passage in passages if passage.text]
    return Item(
        id=tag(site, name),
        url=site.url + path,
        title=one_line(title) or "Without a title",
        html=clean_text("\n".join(passage.html for passage in shown)),
        text=clean_text("\n\n".join(passage.text for passage in shown)),
        summary=_shortened(one_line(summary)),
        published=published,
        updated=updated,
        tags=tuple(dict.fromkeys(one_line(found) for found in tags)),
        author=one_line(author) or one_line(site.name),
        details=details,
        subjects=tuple(subjects),
    )


def _line(sentence: str, *parts: object) -> _Passage:
    """A sentence with parts put in at each {}; what is not Markup is escaped."""
    html = Markup(sentence).format(*parts) if parts else escape(sentence)  # noqa: S704 ours
    return _Passage(f'<p dir="auto">{html}</p>', html.striptags())


def _written(site: Site, html: str, body: str) -> _Passage:
    """Words as written: the HTML was cleaned by content/, the text is the Markdown itself."""
    absolute = _LOCAL_LINK.sub(lambda link: link[1] + site.url, html)
    return _Passage(f'<div dir="auto">{absolute}</div>', body)


def _time(site: Site, instant: datetime) -> Markup:
    return words.full_moment(instant, site.zone)


def _link(address: str) -> Markup:
    return Markup('<a href="{0}">{0}</a>').format(address)


def _shortened(text: str) -> str:
    return text if len(text) <= _SUMMARY_LIMIT else text[: _SUMMARY_LIMIT - 1].rstrip() + "…"
