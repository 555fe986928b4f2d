"""The store as a Library: its modules are the rooms. Read it inside one snapshot."""

from __future__ import annotations

from statuspage.domain.library.library import Library
from statuspage.store import (
    cases,
    components,
    edits,
    entries,
    factors,
    frozen,
    hours,
    incidents,
    measurements,
    pledges,
    postmortems,
    probes,
    publications,
    ratings,
    ratios,
    record,
    settings,
    slas,
)

LIBRARY = Library(
    settings=settings,
    components=components,
    incidents=incidents,
    edits=edits,
    pledges=pledges,
    postmortems=postmortems,
    entries=entries,
    publications=publications,
    record=record,
    objectives=slas,
    figures=frozen,
    probes=probes,
    measurements=measurements,
    hours=hours,
    cases=cases,
    ratings=ratings,
    ratios=ratios,
    staff=factors,
)
