"""Enter in the public record whatever something published says now and did not say before.

Everything here but `begin_record` runs inside the transaction that publishes, so that nothing can
be published without its entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.staff.audit import note_said
from statuspage.domain.record import event, statements
from statuspage.domain.record.recorded import Addition, Statement
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.store import (
    components,
    db,
    entries,
    events,
    frozen,
    incidents,
    probes,
    record,
    settings,
    slas,
)

BEGUN = "record_begun"
_AT_ONCE = 100  # incidents in one transaction


def note(
    said: Sequence[Statement],
    now: datetime,
    reason: str = "",
    *,
    afterwards: bool = False,
    actor: Actor | None = None,
) -> list[Addition]:
    """Enter the statements that differ from what their subjects said; returns those alone.

    With an actor the audit log says who it was.
    """
    found = record.newest([statement.subject for statement in said])
    standing = {subject: (entry.revision, entry.statement) for subject, entry in found.items()}
    additions = []
    for statement in said:
        number, former = standing.get(statement.subject, (0, None))
        if former == statement:
            continue
        additions.append(Addition(statement, number + 1, reason, afterwards))
        standing[statement.subject] = (number + 1, statement)
        if actor is not None:
            note_said(actor, former, statement)
    if additions:
        _enter(additions, now, hushed=actor is not None and actor.is_quiet)
    return additions


def note_erasure(statement: Statement, now: datetime, reason: str) -> None:
    """Blank the texts of every former revision, and enter what stands in their place."""
    before = record.newest([statement.subject])[statement.subject]
    record.erase(statement.subject)
    _enter([Addition(statement, before.revision + 1, reason, erases=True)], now)


def _enter(additions: Sequence[Addition], now: datetime, *, hushed: bool = False) -> None:
    first = record.append(additions, now)
    events.append(event.events(additions, first, now, hushed=hushed))
    db.raise_topics("record")


def begin_record() -> None:
    """Enter once what was published before there was a record, as "recorded afterwards".

    Raises StoreError.
    """
    now = clock.now()
    with db.snapshot():
        if settings.read(BEGUN) is not None:
            return
        keys = incidents.all_keys()
    for start in range(0, len(keys), _AT_ONCE):
        with db.transaction():
            for incident in incidents.by_keys(keys[start : start + _AT_ONCE]).values():
                note(statements.of_incident(incident), now, afterwards=True)
    with db.transaction():
        note(list(_all_others()), now, afterwards=True)
        settings.write(BEGUN, now.isoformat())


def _all_others() -> Iterator[Statement]:
    """What stands besides incidents: components, definitions, figures, written entries."""
    for place, component in enumerate(components.known()):
        yield statements.of_component(place, component)
    for versions in probes.versions().values():
        yield from map(statements.of_probe, versions)
    for version in slas.current():
        yield from map(statements.of_sla, reversed(slas.versions(version.sla)))
        for revision in frozen.all_of(version.sla):
            yield statements.of_figure(revision.figure)
    for kind in statements.RECORDED_KINDS:
        yield from _of_entries(kind)


def _of_entries(kind: EntryKind) -> Iterable[Statement]:
    return map(statements.of_entry, reversed(entries.all_of(kind)))
