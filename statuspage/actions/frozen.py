"""Freeze the figures of closed periods: published once, corrected only by a further revision."""

from __future__ import annotations

from statuspage import clock
from statuspage.actions.record import note
from statuspage.domain.promises import frozen as rule
from statuspage.domain.promises.figure import Figure
from statuspage.domain.record.statements import of_figure
from statuspage.store import db, frozen


def freeze(figure: Figure) -> int | None:
    """Publish the figure of a closed period for good; returns its revision, None when it stands.

    Raises StoreError.
    """
    with db.snapshot():
        if rule.reason_for(figure, frozen.newest(figure.id, figure.period.name)) is None:
            return None
    now = clock.now()
    with db.transaction():
        before = frozen.newest(figure.id, figure.period.name)
        reason = rule.reason_for(figure, before)
        if reason is None:
            return None
        revision = 1 if before is None else before.revision + 1
        frozen.add(figure, revision, now, reason)
        note([of_figure(figure)], now, reason)
        db.raise_topics("slas")
    return revision
