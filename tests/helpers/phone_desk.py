"""A desk on a phone: sixty components, one that checks hold down, an incident, planned work."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from statuspage import clock
from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.maintenance.planned import schedule_maintenance
from statuspage.actions.staff.accounts import add_staff
from statuspage.domain.desk.staff import Role
from statuspage.domain.measured.probe import Watched
from statuspage.domain.measured.samples import Cadence, ProbeState, Sample
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.store import db
from tests.helpers.measurements import record
from tests.helpers.sites import a_probe, a_table, open_site, write_site
from tests.helpers.telling import ADA

PASSWORD = "correct horse battery staple"
MINUTE = timedelta(minutes=1)
LOOKING = (
    "---\ntitle: We are looking into it\nkind: incident\nstatus: investigating\n"
    "next_update: 30m\n---\nThere is a problem with {{component}} since {{start}}.\n"
)
OVER = (
    "---\ntitle: It is over\nkind: update\nstatus: resolved\n---\n"
    "{{component}} is well again. It was disturbed from {{start}} to {{end}}.\n"
)


def make(folder: Path) -> Path:
    """The site with its store, which is closed again; ada may publish."""
    groups = [a_table("groups", id=f"group-{one}", name=f"Region {one}") for one in range(8)]
    parts = [
        a_table("components", id=f"part-{one}", name=f"Part {one}", group=f"group-{one % 8}")
        for one in range(57)
    ]
    write_site(
        folder,
        *groups,
        *parts,
        a_probe("docs-http", "docs", interval="60s"),
        content={"templates/looking.md": LOOKING, "templates/over.md": OVER},
    )
    now = clock.now()
    with clock.standing_at(now - timedelta(hours=2)):
        open_site(folder)
    probe = Watched("docs-http", "docs", Cadence(MINUTE, 2))
    states = [ProbeState.UP] * 40 + [ProbeState.DOWN] * 20
    record(probe, [Sample(now - (60 - n) * MINUTE, one) for n, one in enumerate(states)])
    word = NewUpdate(
        "We are looking.",
        components={"search": ComponentState.PARTIAL_OUTAGE},
        next_due=now + 30 * MINUTE,
    )
    open_incident("Searches are slow", word, ADA)
    start = now + timedelta(days=3)
    schedule_maintenance("Upgrade", "Writes pause.", start, start + 60 * MINUTE, ["api"], ADA)
    add_staff("ada", Role.EDITOR, PASSWORD)
    db.close_store()
    return folder
