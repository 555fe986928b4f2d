"""What version 0.1.0 imported without an address, and so did not tell as imported: told now."""

from __future__ import annotations

from datetime import datetime

from statuspage.actions.given import Actor
from statuspage.actions.incidents.timeline import raise_topics
from statuspage.actions.record import note
from statuspage.domain.desk.audit import Via
from statuspage.domain.incidents.imported import AUTHOR
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.store.incidents import incidents, origins


def tell_imports(now: datetime) -> None:
    """Enter in the record that such words were imported. Runs inside a transaction."""
    for key in origins.untold(AUTHOR):
        origins.tell_imported(key, AUTHOR)
        incident = incidents.by_key(key)
        words = [UPDATE.statement(one, incident=key) for one in reversed(incident.updates)]
        note(words, now, actor=Actor(AUTHOR, via=Via.ITSELF, is_quiet=True))
        raise_topics(incident)
