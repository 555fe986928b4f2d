"""What is taken in of measurements marks the published figures that it may change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from statuspage.actions.late import mark, mark_counted
from statuspage.domain.measured.samples import Fold, ProbeState, Sample
from statuspage.domain.promises.late import LateKind, Reach
from statuspage.domain.vocabulary.spans import Span
from statuspage.store.measured.staging import QUARTER

_QUARTER = timedelta(seconds=QUARTER)
_OPEN_FOR = timedelta(days=31)
"""Most cases are decided so soon after they were opened: how many came is told of these."""

_HEARD = timedelta(days=7)
"""So long after a result its location counts for the quorum, which may leave others undecided."""


def mark_checks(
    samples: Sequence[Sample],
    before: Fold,
    refolded: Iterable[Span],
    component: str,
    now: datetime,
) -> None:
    """Mark for results of one series, given in order, and what was folded before they came.

    In order they change what is open at the end, such as a failure that they confirm. Late ones
    change all that was folded anew.
    """
    first, last = samples[0].at, samples[-1].at
    changed = [*refolded, Span(min([first, *_unsure(before, first)]), last)]
    if before.last is None:  # its silence since then is known now
        changed.append(Span(first, max(last, now)))

    def how_many(span: Span) -> int:
        return sum(span.start <= sample.at < span.end for sample in samples)

    mark(
        LateKind.CHECKS,
        Span(first, last),
        now,
        components=[component],
        around=_around(Span(first, last), changed),
        how_many=how_many,
    )


def mark_imported(times: Counter[int], refolded: Span, component: str, now: datetime) -> None:
    """Mark for any number of results of a component; `times` counts them by quarters of an hour."""
    about = _all(times)
    mark(
        LateKind.CHECKS,
        about,
        now,
        components=[component],
        around=_around(about, [refolded]),
        how_many=lambda span: _inside(times, span),
    )


def mark_instants(
    kind: LateKind,
    times: Counter[int],
    former: Counter[int],
    now: datetime,
    *,
    sla: str | None = None,
) -> None:
    """Mark for what is of an instant each; `former` counts what they replace."""
    if times:
        mark_counted(
            kind,
            _all(times + former),
            now,
            lambda span: _inside(times, span) or _inside(former, span),
            sla=sla,
        )


def mark_cases(opened: Counter[int], former: Counter[int], now: datetime) -> None:
    """Mark for cases, counted by when they were opened: each speaks of all the time since then."""
    if not opened:
        return
    first = _all(opened + former).start

    def how_many(span: Span) -> int:
        before = Span(min(first, span.start), span.end)
        of_late = Span(span.start - _OPEN_FOR, span.end)
        return _inside(opened, of_late) or _inside(opened + former, before)

    mark_counted(LateKind.CASES, Span(first, max(first, now)), now, how_many)


def _around(about: Span, changed: Iterable[Span]) -> Reach:
    """How far around the time of some results anything was changed by them."""
    changed = [about, *changed]
    start, end = min(one.start for one in changed), max(one.end for one in changed)
    return about.start - start, max(end, about.end + _HEARD) - about.end


def _all(times: Counter[int]) -> Span:
    return Span(_instant(min(times)), _instant(max(times)) + _QUARTER)


def _inside(times: Counter[int], span: Span) -> int:
    start, end = span.start.timestamp(), span.end.timestamp()
    return sum(count for at, count in times.items() if start <= at < end)


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _unsure(before: Fold, following: datetime) -> Iterable[datetime]:
    """Since when the next sample may still change something."""
    if before.last is None or following <= before.last:
        return  # the first ones, or what comes late and is folded anew
    if following - before.last <= _HEARD:
        yield before.last
    for run in before.tail:
        if run.state is ProbeState.DOWN or not run.is_confirmed:
            yield run.start
