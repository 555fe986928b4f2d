"""What an import says about itself, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from statuspage.domain.incidents.imported import Batch, Outcome


def lines(batch: Batch, outcome: Outcome) -> Iterator[str]:
    """Every fault and note with its place, then the counts; the last line is for programs."""
    yield from (str(fault) for fault in batch.faults)
    yield from (str(note) for note in batch.notes)
    if outcome.unknown_components:
        names = _counted(outcome.unknown_components)
        yield f"Left out, as this page lists no such component: {names}."
    if batch.ignored:
        yield f"Ignored keys: {_counted(batch.ignored)}."
    if outcome.gained:
        yield f"Known incidents gained {_updates(outcome.gained)}."
    if outcome.reworded:
        count = _updates(outcome.reworded)
        yield f"{count} read differently at the source now; the words here stay as they were."
    yield f"taken {outcome.taken}, known {outcome.known}, refused {outcome.refused}"


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} ({count})" for name, count in counts.items())


def _updates(count: int) -> str:
    return "1 update" if count == 1 else f"{count} updates"
