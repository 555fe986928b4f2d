"""What became of the promises that were due in the period: next words, root causes, actions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from statuspage.domain.promises.pledge import Pledge
from statuspage.domain.promises.promise import Promise, PromiseState, next_update_promises
from statuspage.domain.reports.facts import ReportedPromise, ReportedPromises
from statuspage.figures.reports.asked import ReportQuestion

_TOLD = (PromiseState.BROKEN, PromiseState.LATE, PromiseState.WITHDRAWN, PromiseState.OPEN)
_Given = list[tuple[str, str, Promise]]
"""Each with its kind, and where it stands."""


def promises(asked: ReportQuestion) -> ReportedPromises:
    """Counted by the first due time ever named; broken ones are told first."""
    updates: _Given = [
        ("update", given.evidence, given)
        for one in asked.incidents
        for given in next_update_promises(one)
        if _is_due(asked, given)
    ]
    pledges: _Given = [(one.kind.value, one.path, one.promise) for one in pledges_due(asked)]
    return ReportedPromises(
        updates=_states(asked, updates),
        pledges=_states(asked, pledges),
        not_kept=tuple(_not_kept(asked, [*updates, *pledges])),
    )


def pledges_due(asked: ReportQuestion) -> list[Pledge]:
    """The pledges that were due in the period."""
    known = asked.library.pledges.due_since(asked.span.start)
    return [one for one in known if _is_due(asked, one.promise)]


def _is_due(asked: ReportQuestion, one: Promise) -> bool:
    return one.due is not None and asked.span.start <= one.due < asked.span.end


def _states(asked: ReportQuestion, given: _Given) -> Mapping[str, int]:
    return dict(Counter(one.state(asked.now).value for *_, one in given))


def _not_kept(asked: ReportQuestion, given: _Given) -> Iterable[ReportedPromise]:
    found = [
        ReportedPromise(kind, one.key, path, one.dues[0], one.evidence_at, state)
        for kind, path, one in given
        if (state := one.state(asked.now)) in _TOLD
    ]
    return sorted(found, key=lambda one: (_TOLD.index(one.state), one.due, one.key))
