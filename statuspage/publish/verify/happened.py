"""What the pages of incidents and planned work must say, and all pages that list these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from statuspage.domain.incidents.cause import Cause, Finding, seen_before
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.promises import promise
from statuspage.domain.record.kinds.incident import INCIDENT, of_incident
from statuspage.domain.record.kinds.pledge import PLEDGE
from statuspage.domain.record.kinds.postmortem import POSTMORTEM
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.vocabulary import window
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.domain.vocabulary.states import Kind
from statuspage.publish.verify.pages import Expected, View, always
from statuspage.render.views import Month, PledgeView
from statuspage.site.components import going_on_states

_DAYS_SHOWN = timedelta(days=2)


def expected(view: View) -> Iterator[Expected]:
    """Every page that tells of incidents, and what it must say."""
    for incident in view.facts.incidents.values():
        yield _incident(view, incident)
        if incident.has_changes:
            yield _changes(view, incident)
    yield from _first_page(view)
    yield from _history(view)
    yield from _components(view)


def _incident(view: View, incident: Incident) -> Expected:
    subjects = [said.subject for said in of_incident(incident)]
    given = promise.next_update_promises(incident)

    pledges = view.facts.pledges.get(incident.key, ())
    histories = view.facts.histories

    def at(now: datetime) -> str:
        return view.page(
            "incident.html",
            incident.path,
            now,
            incident=incident,
            promises=given,
            states=going_on_states(view.facts.open_incidents),
            record=view.facts.marks(subjects),
            pledges=[
                PledgeView(one, one.promise.state(now), histories[PLEDGE.subject(one.key)])
                for one in pledges
            ],
            **_cause(view, incident),
        )

    promised = [*given, *(one.promise for one in pledges)]
    instants = [view.now, *_turns(incident, promised, view.now)]
    return Expected(incident.path, lambda: (at(now) for now in instants))


def _turns(
    incident: Incident, given: Iterable[promise.Promise], now: datetime
) -> Iterator[datetime]:
    """Until now, the instants at which its page began to say something else by itself."""
    yield incident.updated_at
    for one in given:
        turn = one.turns_at(one.made_at)
        while turn is not None and turn <= now:
            yield turn
            turn = one.turns_at(turn)


def _cause(view: View, incident: Incident) -> dict[str, Any]:
    """What it came from, and where the same was seen before."""
    found = view.facts.postmortems.get(incident.key)
    if found is None:
        return {}
    touched = [component for component, _ in incident.components]
    again: dict[Cause, list[Finding]] = seen_before(_findings(view), incident.started_at, touched)
    subject = POSTMORTEM.subject(incident.key)
    mark = view.facts.marks([subject])[subject]
    return {"postmortem": found, "again": again.get(found.cause, []), "cause_mark": mark}


def _findings(view: View) -> Iterator[Finding]:
    for found in view.facts.postmortems.values():
        told = view.facts.incidents[found.incident]
        touched = frozenset(component for component, _ in told.components)
        yield Finding(told.key, told.title, found.cause, told.started_at, touched)


def _changes(view: View, incident: Incident) -> Expected:
    told = [(update, view.changes(UPDATE.subject(update.key))) for update in incident.updates]
    path = f"{incident.path}/changes"
    page = view.page(
        "incident_changes.html",
        path,
        incident=incident,
        head=view.changes(INCIDENT.subject(incident.key)),
        updates=[(update, changes) for update, changes in told if changes],
    )
    return always(path, page, is_whole=True)


def _first_page(view: View) -> Iterator[Expected]:
    """What goes on, with its newest words; it says when it was made, to the minute."""
    going_on = view.facts.open_incidents
    burning = sorted(
        (i for i in going_on if i.kind is Kind.INCIDENT),
        key=lambda incident: incident.impact.severity,
        reverse=True,
    )
    planned = [i for i in going_on if i.kind is Kind.MAINTENANCE]
    planned.sort(key=lambda entry: entry.scheduled_for or entry.started_at)
    active = [entry for entry in planned if entry.is_active]
    coming = [entry for entry in planned if not entry.is_active]
    ended = [
        i
        for i in _newest_first(view.facts.incidents.values())
        if not i.is_open and i.kind is Kind.INCIDENT and i.started_at >= view.now - _DAYS_SHOWN
    ]

    def at(now: datetime) -> str:
        parts = [_going_on(view, "/", now, incident) for incident in [*burning, *active]]
        parts += [_row(view, "/", incident) for incident in [*ended, *coming]]
        for name, kind in (("_outcome", EntryKind.OUTCOME), ("_change", EntryKind.CHANGELOG)):
            standing = [e for e in view.facts.all_of(kind) if e.withdrawn_at is None][:3]
            parts += [view.part(f"{name}.html", "/", entry=entry, level=3) for entry in standing]
        return "".join([*parts, view.part("_head.html", "/", head=view.head)])

    yield Expected("/", lambda: (at(now) for now in _minute(view.now)), "//main")
    past = _newest_first(i for i in view.facts.incidents.values() if i.kind is Kind.MAINTENANCE)
    values: dict[str, Any] = {
        "active": active,
        "coming": coming,
        "past": [entry for entry in past[:20] if not entry.is_open],
        "states": going_on_states(going_on),
    }
    path = "/maintenance"
    variants = [view.now, *(t for i in planned for t in _turns(i, (), view.now))]
    yield Expected(
        path, lambda: (view.page("maintenance.html", path, now, **values) for now in variants)
    )


def _minute(begin: datetime) -> Iterator[datetime]:
    yield begin
    yield begin + timedelta(seconds=59)


def _going_on(view: View, path: str, now: datetime, incident: Incident) -> str:
    subjects = [said.subject for said in of_incident(incident)]
    return view.part(
        "_incident.html",
        path,
        now,
        incident=incident,
        level=2,
        states=going_on_states(view.facts.open_incidents),
        record=view.facts.marks(subjects) if path == "/" else {},
    )


def _row(view: View, path: str, incident: Incident) -> str:
    return view.part("_row.html", path, incident=incident, level=3)


def months(view: View) -> dict[str, list[Incident]]:
    """The incidents of each local month that has any, the newest first."""
    found: dict[str, list[Incident]] = {}
    for incident in _newest_first(view.facts.incidents.values()):
        month = window.month_of(incident.started_at, view.site.zone)
        found.setdefault(month, []).append(incident)
    return found


def _newest_first(incidents: Iterable[Incident]) -> list[Incident]:
    return sorted(incidents, key=lambda i: (i.started_at, i.number), reverse=True)


def _history(view: View) -> Iterator[Expected]:
    found = {
        Month(name, window.parse_period(name, view.site.zone, view.now).span.start): incidents
        for name, incidents in months(view).items()
    }
    newest = list(found.items())[:3]
    if newest:
        yield always("/history", view.page("history.html", "/history", months=newest))
    for month, incidents in found.items():
        values: dict[str, Any] = {
            "month": month,
            "incidents": incidents,
            "previous": None,
            "next": None,
        }
        page = view.page("month.html", month.path, **values)
        yield always(month.path, page, is_whole=True)


def _components(view: View) -> Iterator[Expected]:
    """What happened to each component; how it is now is measured."""
    happened = _newest_first(view.facts.incidents.values())
    for component in view.facts.components:
        path = component.path
        touching = [i for i in happened if component.id in dict(i.components)]
        now = [i for i in view.facts.open_incidents if i.is_active and component.id in i.declared]
        rows = "".join(_row(view, path, incident) for incident in touching[:20])

        def at(minute: datetime, path: str = path, now: Any = now, rows: str = rows) -> str:
            return "".join([*(_going_on(view, path, minute, one) for one in now), rows])

        yield Expected(path, lambda at=at: map(at, _minute(view.now)), "//main")  # type: ignore[misc]
