"""What an import says about itself, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from statuspage.domain.incidents.imported import Batch, Foreseen, Taking
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.vocabulary.states import Kind, Status
from statuspage.errors import Problem
from statuspage.said import Said, counted, joined, said

_MOST_OPEN = 20  # named one by one


def facts(batch: Batch, outcome: Taking) -> dict[str, Any]:
    """The same as data: every text in English."""
    found = {
        "taken": outcome.taken,
        "known": outcome.known,
        "refused": outcome.refused,
        "updates_gained": outcome.gained,
        "updates_reworded": outcome.reworded,
        "unknown_components": dict(outcome.unknown_components),
        "ignored_keys": dict(batch.ignored),
        "faults": [str(one) for one in sorted([*batch.faults, *outcome.faults], key=_line)],
        "notes": [str(one) for one in batch.notes],
        "still_open": [one.key for one in outcome.still_open],
    }
    return found | ({"entries": [*map(_entry, outcome.rows)]} if outcome.rows else {})


def _entry(row: Foreseen) -> dict[str, Any]:
    told = row.told
    return {
        "title": told.title,
        "fate": str(row.fate),
        "new_updates": row.posts,
        "start": told.started_at.isoformat(),
        "end": None if told.is_open else told.posts[-1].at.isoformat(),
        "updates": len(told.posts),
        "impact": str(told.impact),
        "components": list(row.components),
        "place": told.place,
    }


def lines(batch: Batch, outcome: Taking, *, is_trial: bool = False) -> Iterator[Said]:
    """Every fault and note with its place, then the counts; the last line is for programs."""
    yield from (fault.said for fault in sorted([*batch.faults, *outcome.faults], key=_line))
    yield from (note.said for note in batch.notes)
    if outcome.unknown_components:
        names = _counted(outcome.unknown_components)
        yield said("Left out, because this page has no such component: {names}.", names=names)
        yield said('Say what each is here with --component "THEIRS=OURS".')
    if batch.ignored:
        yield said("Ignored keys: {names}.", names=_counted(batch.ignored))
    if outcome.gained:
        yield counted(
            "Incidents already here gained {count} update.",
            "Incidents already here gained {count} updates.",
            outcome.gained,
        )
    if outcome.reworded:
        yield counted(
            "{count} update reads differently at the source now; the words here stay as they were.",
            "{count} updates read differently at the source now; the words here stay as they were.",
            outcome.reworded,
        )
    yield from _open_lines(outcome.still_open)
    if is_trial:
        yield said("This was a dry run: nothing was written.")
    summary = f"taken {outcome.taken}, known {outcome.known}, refused {outcome.refused}"
    yield joined([summary], "")


def _open_lines(found: Sequence[Incident]) -> Iterator[Said]:
    """Those that this page now shows as going on, and how each is brought to its end."""
    if not found:
        return
    yield counted(
        "{count} entry is still open, and this page shows it as open. If it is over, end it:",
        "{count} entries are still open, and this page shows them as open. End those that are "
        "over:",
        len(found),
    )
    for one in found[:_MOST_OPEN]:
        yield said(
            '  "{title}", {status} since {at:%Y-%m-%d %H:%M} UTC: {command}',
            title=one.title,
            status=one.status.small,
            at=one.updates[0].at,
            command=_ending(one),
        )
    if len(found) > _MOST_OPEN:
        yield said(
            "  and {count} more: {command}",
            count=len(found) - _MOST_OPEN,
            command="statuspage incident list, statuspage maintenance list",
        )


def _ending(one: Incident) -> str:
    """The command that ends an incident or planned work."""
    if one.kind is Kind.INCIDENT:
        at = f"{one.updates[0].at:%Y-%m-%dT%H:%MZ}"
        return f'statuspage incident resolve {one.key} --body "..." --posted-at {at}'
    verb = "cancel" if one.status is Status.SCHEDULED else "complete"
    return f"statuspage maintenance {verb} {one.key}"


def _line(fault: Problem) -> int:
    return fault.line


def _counted(counts: Mapping[str, int]) -> list[str]:
    return [f"{name} ({count})" for name, count in counts.items()]
