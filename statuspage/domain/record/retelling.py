"""Each published fact from its entries in the record: the way back from domain/statements."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from statuspage.domain.incidents import derived
from statuspage.domain.incidents.cause import Cause
from statuspage.domain.incidents.incident import Change, Incident, Update
from statuspage.domain.incidents.planned import Extension
from statuspage.domain.incidents.postmortem import Postmortem
from statuspage.domain.measured.locations import Panel
from statuspage.domain.measured.probe import ProbeVersion
from statuspage.domain.measured.samples import Cadence
from statuspage.domain.promises.frozen import FrozenRevision, given_back
from statuspage.domain.promises.pledge import Pledge, PledgeKind
from statuspage.domain.promises.promise import Promise
from statuspage.domain.promises.sla import SlaVersion
from statuspage.domain.record.recorded import Recorded, parse_stamp
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.domain.vocabulary.site import Component, Site
from statuspage.domain.vocabulary.states import ComponentState, Impact, Kind, Status

ToHtml = Callable[[str], str]
"""Markdown as written -> clean HTML."""


def update(
    key: str, entry: Recorded, names: Mapping[str, tuple[int, str]], to_html: ToHtml
) -> Update:
    """One public word; `names` gives place and name of each component by its id."""
    facts = entry.leaf.facts
    said = json.loads(entry.text("changes") or "[]")
    changes = [
        Change(
            component=one["component"],
            name=names[one["component"]][1],
            declared=ComponentState(one["declared"]),
            old=ComponentState(one["old"]),
            new=ComponentState(one["new"]),
        )
        for one in sorted(said, key=lambda one: names[one["component"]])
    ]
    body = entry.text("body")
    return Update(
        key=key,
        status=Status(facts["status"]),
        body=body,
        html=to_html(body),
        at=parse_stamp(facts["at"]),
        entered_at=parse_stamp(facts["entered_at"]),
        updated_at=parse_stamp(facts["updated_at"]),
        author="",  # who wrote it is for staff
        next_due=_instant(facts["next_due"]),
        keeps_status=False,  # only its neighbours tell
        changes=tuple(changes),
        withdrawn_at=_instant(facts["withdrawn_at"]),
        first_at=_instant(facts.get("first_at")),
    )


def incident(key: str, head: Recorded, placed: Sequence[tuple[int, Update]]) -> Incident:
    """An incident or a maintenance with its words, each with the index of its first entry."""
    facts = head.leaf.facts
    ordered = sorted(placed, key=lambda one: (one[1].at, one[0]), reverse=True)
    keeping = derived.keeping([update.status for _, update in ordered])
    updates = tuple(
        replace(update, keeps_status=keeps)
        for (_, update), keeps in zip(ordered, keeping, strict=True)
    )
    edited_at, asked = _instant(facts["edited_at"]), facts.get("notice_asked")
    components, declared = derived.spoken_of(updates)
    return Incident(
        number=facts["number"],
        key=key,
        kind=Kind(facts["kind"]),
        title=head.text("title"),
        status=updates[0].status,
        impact=Impact(facts["impact"]),
        owner=head.text("owner"),
        started_at=parse_stamp(facts["started_at"]),
        entered_at=parse_stamp(facts["entered_at"]),
        updated_at=derived.last_changed(updates, edited_at),
        resolved_at=derived.closed_at(updates),
        next_due=updates[0].next_due,
        impact_from=_instant(facts["impact_from"]),
        impact_until=_instant(facts["impact_until"]),
        scheduled_for=_instant(facts["scheduled_for"]),
        scheduled_until=_instant(facts["scheduled_until"]),
        origin=facts["origin"],
        updates=updates,
        components=components,
        declared=declared,
        edited_at=edited_at,
        notice_asked=None if asked is None else timedelta(seconds=asked),
        extensions=tuple(_extensions(head)),
    )


def _extensions(head: Recorded) -> Iterator[Extension]:
    for moved in json.loads(head.text("extensions") or "[]"):
        yield Extension(*map(parse_stamp, moved))


def entry(kind: EntryKind, slug: str, told: Sequence[Recorded], to_html: ToHtml) -> Entry:
    """A written entry from all its revisions, the oldest first."""
    newest = told[-1]
    facts, body = newest.leaf.facts, newest.text("body")
    return Entry(
        kind=kind,
        slug=slug,
        title=newest.text("title"),
        at=parse_stamp(facts["at"]),
        details=json.loads(newest.text("details") or "{}"),
        body=body,
        html=to_html(body),
        file="",  # where it was written is no published fact
        published_at=told[0].at,
        updated_at=parse_stamp(facts["updated_at"]),
        withdrawn_at=_instant(facts["withdrawn_at"]),
        revision=newest.revision,
    )


def sla(name: str, entry: Recorded) -> SlaVersion:
    """One version of a promise."""
    facts = entry.leaf.facts
    return SlaVersion(
        sla=name,
        number=facts["version"],
        at=parse_stamp(facts["at"]),
        definition=json.loads(entry.text("definition")),
        is_withdrawn=facts["is_withdrawn"],
    )


def frozen(entry: Recorded) -> FrozenRevision:
    """One publication of the figure of a closed period."""
    figure = given_back(json.loads(entry.text("figure")), entry.revision)
    return FrozenRevision(entry.at, entry.reason, figure)


def probe(name: str, entry: Recorded) -> ProbeVersion:
    """One version of how a probe counts."""
    facts = entry.leaf.facts
    seconds = facts["interval"]
    interval = None if seconds is None else timedelta(seconds=seconds)
    return ProbeVersion(
        probe=name,
        at=parse_stamp(facts["at"]),
        cadence=Cadence(interval, facts["fail_after"]),
        panel=Panel(facts["locations"], facts["quorum"], facts["vote"]),
    )


def component(entry: Recorded) -> Component:
    """A component as the page names it."""
    facts = entry.leaf.facts
    return Component(
        id=entry.subject.partition("/")[2],
        name=entry.text("name"),
        description=entry.text("description"),
        group=facts["group"],
        added_at=parse_stamp(facts["added_at"]),
        withdrawn_at=_instant(facts["withdrawn_at"]),
    )


def site(entry: Recorded) -> Site:
    """Who publishes, where, and in which zone."""
    facts = entry.leaf.facts
    return Site(
        name=entry.text("name"),
        url=facts["url"],
        timezone=facts["timezone"],
        language=facts["language"],
        contact=entry.text("contact"),
        description=entry.text("description"),
        is_demo=facts["is_demo"],
        tag_host=facts["tag_host"],
    )


def postmortem(entry: Recorded) -> Postmortem:
    """What an incident came from."""
    facts = entry.leaf.facts
    return Postmortem(facts["incident"], Cause(facts["cause"]), parse_stamp(facts["at"]))


def pledge(key: str, entry: Recorded, title: str) -> Pledge:
    """What was promised after an incident with this title."""
    facts = entry.leaf.facts
    promise = Promise(
        key=key,
        text=entry.text("text"),
        owner=entry.text("owner"),
        made_at=parse_stamp(facts["made_at"]),
        dues=tuple(map(parse_stamp, facts["dues"])),
        evidence_at=_instant(facts["evidence_at"]),
        evidence=entry.text("evidence"),
        withdrawn_at=_instant(facts["withdrawn_at"]),
    )
    return Pledge(PledgeKind(facts["kind"]), facts["incident"], title, promise, entry.at)


def _instant(text: Any) -> datetime | None:
    return None if text is None else parse_stamp(text)
