"""Availability as incidents declare it, counted from runs in the way the program does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from statuspage.domain.measured.availability import Combine, Counts, Timeline, Weights, count
from statuspage.domain.vocabulary.spans import ImpactRun, Span
from statuspage.domain.vocabulary.states import DEFAULT_WEIGHTS, ComponentState


def counted(
    runs: Iterable[ImpactRun],
    window: Span,
    now: datetime,
    *,
    weights: Weights = DEFAULT_WEIGHTS,
    components: Iterable[str] = (),
    combine: Combine = "worst",
    excluded: Mapping[str, Sequence[Span]] | None = None,
) -> Counts:
    """Seconds over a window; `components` names those that count though no run speaks of them."""
    said: dict[str, list[tuple[Span, ComponentState]]] = {name: [] for name in components}
    for run in runs:
        said.setdefault(run.component, []).append((run.span(now), run.state))
    left_out = excluded or {}
    timelines = [Timeline(states, (), left_out.get(name, ())) for name, states in said.items()]
    return count(timelines or [Timeline()], window, now, weights=weights, combine=combine)
