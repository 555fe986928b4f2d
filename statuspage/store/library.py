"""The store as a Library: its modules are the rooms. Read it inside one snapshot."""

from __future__ import annotations

from statuspage.domain.library.library import Library
from statuspage.store import settings
from statuspage.store.desk import factors
from statuspage.store.incidents import edits, incidents, pledges, postmortems
from statuspage.store.measured import (
    brought,
    cases,
    frozen,
    hours,
    measurements,
    probes,
    pulls,
    ratings,
    ratios,
    reasons,
    slas,
)
from statuspage.store.published import (
    components,
    entries,
    publications,
    record,
    reports,
    stamps,
    suppliers,
    tallies,
    witnesses,
)
from statuspage.store.telling import sums

LIBRARY = Library(
    settings=settings,
    components=components,
    incidents=incidents,
    edits=edits,
    pledges=pledges,
    postmortems=postmortems,
    entries=entries,
    tallies=tallies,
    reports=reports,
    publications=publications,
    record=record,
    witnesses=witnesses,
    stamps=stamps,
    objectives=slas,
    figures=frozen,
    probes=probes,
    measurements=measurements,
    brought=brought,
    reasons=reasons,
    hours=hours,
    cases=cases,
    ratings=ratings,
    ratios=ratios,
    pulls=pulls,
    sums=sums,
    staff=factors,
    suppliers=suppliers,
)
