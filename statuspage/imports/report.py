"""What an import says about itself, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from statuspage.domain.incidents.imported import Batch, Taking
from statuspage.errors import Problem
from statuspage.said import Said, counted, joined, said


def lines(batch: Batch, outcome: Taking) -> Iterator[Said]:
    """Every fault and note with its place, then the counts; the last line is for programs."""
    yield from (fault.said for fault in sorted([*batch.faults, *outcome.faults], key=_line))
    yield from (note.said for note in batch.notes)
    if outcome.unknown_components:
        names = _counted(outcome.unknown_components)
        yield said("Left out, as this page lists no such component: {names}.", names=names)
    if batch.ignored:
        yield said("Ignored keys: {names}.", names=_counted(batch.ignored))
    if outcome.gained:
        yield counted(
            "Known incidents gained {count} update.",
            "Known incidents gained {count} updates.",
            outcome.gained,
        )
    if outcome.reworded:
        yield counted(
            "{count} update read differently at the source now; the words here stay as they were.",
            "{count} updates read differently at the source now; the words here stay as they were.",
            outcome.reworded,
        )
    summary = f"taken {outcome.taken}, known {outcome.known}, refused {outcome.refused}"
    yield joined([summary], "")


def _line(fault: Problem) -> int:
    return fault.line


def _counted(counts: Mapping[str, int]) -> list[str]:
    return [f"{name} ({count})" for name, count in counts.items()]
