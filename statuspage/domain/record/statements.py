"""What each published thing says to the record: short facts in JSON types, and texts.

Whatever a reader may hold us to is in a statement; what follows from others (the standing of an
incident, the state of a component) is not, it is derived from them again. Whatever may grow long
is a text, since an entry has 65,535 bytes at most. Who wrote a word is for staff, and in no
statement.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from statuspage.domain.incidents.incident import Incident, Update
from statuspage.domain.incidents.postmortem import Postmortem
from statuspage.domain.measured.probe import ProbeVersion
from statuspage.domain.promises.figure import Figure
from statuspage.domain.promises.frozen import kept
from statuspage.domain.promises.pledge import Pledge
from statuspage.domain.promises.sla import SlaVersion
from statuspage.domain.record.note import Verifier
from statuspage.domain.record.recorded import Statement, canonical, stamp
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.domain.vocabulary.site import Component, Site

RECORDED_KINDS = frozenset(EntryKind) - {EntryKind.TEMPLATE}
"""Templates are for staff; they publish nothing by themselves."""


def of_incident(incident: Incident) -> list[Statement]:
    """The incident or maintenance itself, then its updates, the oldest first."""
    return [_head(incident), *(_update(incident, update) for update in reversed(incident.updates))]


def _head(incident: Incident) -> Statement:
    facts = {
        "number": incident.number,
        "kind": incident.kind.value,
        "impact": incident.impact.value,
        "origin": incident.origin,
        "started_at": stamp(incident.started_at),
        "entered_at": stamp(incident.entered_at),
        "edited_at": _stamp(incident.edited_at),
        "impact_from": _stamp(incident.impact_from),
        "impact_until": _stamp(incident.impact_until),
        "scheduled_for": _stamp(incident.scheduled_for),
        "scheduled_until": _stamp(incident.scheduled_until),
    }
    words = {"title": incident.title, "owner": incident.owner}
    if incident.notice_asked is not None:
        facts["notice_asked"] = int(incident.notice_asked.total_seconds())
    if incident.extensions:
        moved = [
            [stamp(one.at), stamp(one.former), stamp(one.until)] for one in incident.extensions
        ]
        words["extensions"] = _json(moved)
    return Statement(head_subject(incident.key), facts, words)


def _update(incident: Incident, update: Update) -> Statement:
    changes = [
        {
            "component": change.component,
            "declared": change.declared.value,
            "old": change.old.value,
            "new": change.new.value,
        }
        for change in update.changes
    ]
    facts = {
        "incident": incident.key,
        "status": update.status.value,
        "at": stamp(update.at),
        "entered_at": stamp(update.entered_at),
        "updated_at": stamp(update.updated_at),
        "withdrawn_at": _stamp(update.withdrawn_at),
        "next_due": _stamp(update.next_due),
    }
    if update.first_at is not None:
        facts["first_at"] = stamp(update.first_at)
    words = {"body": update.body, "changes": _json(changes)}
    return Statement(update_subject(update.key), facts, words)


def of_entry(entry: Entry) -> Statement:
    """A changelog entry, an outcome, a page or an agreement."""
    facts = {
        "at": stamp(entry.at),
        "updated_at": stamp(entry.updated_at),
        "withdrawn_at": _stamp(entry.withdrawn_at),
    }
    words = {"title": entry.title, "body": entry.body, "details": _json(dict(entry.details))}
    return Statement(entry_subject(entry.kind, entry.slug), facts, words)


def of_sla(version: SlaVersion) -> Statement:
    """A definition of an SLA."""
    facts = {
        "version": version.number,
        "at": stamp(version.at),
        "is_withdrawn": version.is_withdrawn,
    }
    words = {"definition": _json(dict(version.definition))}
    return Statement(f"sla/{version.sla}", facts, words)


def of_figure(figure: Figure) -> Statement:
    """The figure and verdict of a closed period."""
    words = {"figure": _json(kept(figure))}
    return Statement(figure_subject(figure.id, figure.period.name), {}, words)


def of_probe(version: ProbeVersion) -> Statement:
    """How a probe counts."""
    interval = version.cadence.interval
    facts = {
        "at": stamp(version.at),
        "interval": None if interval is None else int(interval.total_seconds()),
        "fail_after": version.cadence.fail_after,
        "locations": version.panel.locations,
        "quorum": version.panel.quorum,
        "vote": version.panel.vote,
    }
    return Statement(f"probe/{version.probe}", facts, {})


def of_component(place: int, component: Component) -> Statement:
    """A component as the page names it, and its place among all, from 0."""
    facts = {
        "place": place,
        "group": component.group,
        "added_at": stamp(component.added_at),
        "withdrawn_at": _stamp(component.withdrawn_at),
    }
    words = {"name": component.name, "description": component.description}
    return Statement(f"component/{component.id}", facts, words)


def of_site(site: Site) -> Statement:
    """Who publishes, where, and in which zone."""
    facts = {
        "url": site.url,
        "timezone": site.timezone,
        "language": site.language,
        "is_demo": site.is_demo,
        "tag_host": site.tag_host,
    }
    words = {"name": site.name, "contact": site.contact, "description": site.description}
    return Statement("site", facts, words)


def of_postmortem(postmortem: Postmortem) -> Statement:
    """What an incident came from; its words are an update."""
    facts = {
        "incident": postmortem.incident,
        "cause": postmortem.cause.value,
        "at": stamp(postmortem.at),
    }
    return Statement(postmortem_subject(postmortem.incident), facts, {})


def of_pledge(pledge: Pledge) -> Statement:
    """A promise made after an incident, and what became of it."""
    promise = pledge.promise
    facts = {
        "incident": pledge.incident,
        "kind": pledge.kind.value,
        "made_at": stamp(promise.made_at),
        "dues": [stamp(due) for due in promise.dues],
        "evidence_at": _stamp(promise.evidence_at),
        "withdrawn_at": _stamp(promise.withdrawn_at),
    }
    words = {"text": promise.text, "owner": promise.owner, "evidence": promise.evidence}
    return Statement(pledge_subject(pledge.key), facts, words)


def of_key(verifier: Verifier) -> Statement:
    """The key that signs from now on."""
    return Statement("key", {"key": str(verifier)}, {})


def head_subject(key: str) -> str:
    """The subject of an incident or a maintenance itself."""
    return f"incident/{key}"


def update_subject(key: str) -> str:
    """The subject of one update."""
    return f"update/{key}"


def postmortem_subject(incident: str) -> str:
    """The subject of what an incident came from."""
    return f"postmortem/{incident}"


def pledge_subject(key: str) -> str:
    """The subject of a promise made after an incident."""
    return f"promise/{key}"


def entry_subject(kind: EntryKind, slug: str) -> str:
    """The subject of a written entry."""
    return f"{kind.value}/{slug}"


def figure_subject(sla: str, period: str) -> str:
    """The subject of the figure of a closed period."""
    return f"figure/{sla}/{period}"


def _json(value: Any) -> str:
    return canonical(value).decode()


def _stamp(instant: datetime | None) -> str | None:
    return None if instant is None else stamp(instant)
