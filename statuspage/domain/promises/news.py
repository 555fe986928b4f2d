"""Promises as entries of the journal: each version of one, and each published figure."""

from __future__ import annotations

from datetime import datetime, timedelta

from statuspage.domain.promises.frozen import FrozenRevision
from statuspage.domain.promises.sla import SlaVersion

MADE, CHANGED, FIGURE = "promise_made", "sla", "figure"
"""The kinds of such entries in the journal: a first version, a further one, a figure."""

LATE = timedelta(days=14)
"""From the end of a period to its figure; a later one is of a past."""


def version_kind(version: SlaVersion) -> str:
    """Of which kind a version is; promises that are made are no news of everything."""
    return MADE if version.number == 1 else CHANGED


def version_key(version: SlaVersion) -> str:
    """Which version of which promise it is."""
    return f"{version.sla}/{version.number}"


def figure_key(revision: FrozenRevision) -> str:
    """Which revision of the figure of which period of which promise it is."""
    figure = revision.figure
    return f"{figure.id}/{figure.period.name}/{figure.revision}"


def stands_under(revision: FrozenRevision) -> datetime:
    """The time of a figure in the journal, to whole seconds.

    That is when it was published; of a period long past, such as those of a history that was
    imported, its end: they are no news.
    """
    figure = revision.figure
    is_past = figure.revision == 1 and revision.at - figure.period.span.end > LATE
    return figure.period.span.end if is_past else revision.at
