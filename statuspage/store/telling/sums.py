"""How many readers were sent each update, kept for its page however long deliveries are kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.telling.delivery import DeliveryState
from statuspage.domain.telling.sent_sum import SentSum, sums_topic
from statuspage.domain.telling.subscription import Channel
from statuspage.store import db
from statuspage.store.tables.incidents import Incident, IncidentUpdate
from statuspage.store.tables.telling import SentSum as Row
from statuspage.store.telling import told

_READERS = tuple(one for one in Channel if one is not Channel.HOOK)


def of_incident(incident: str) -> Mapping[str, SentSum]:
    """The sums of the updates of an incident, by their keys; absent where nobody was sent any."""
    rows = Row.select().where(Row.incident == incident)
    return {row.subject.partition("/")[2]: SentSum(row.sent, row.bounced) for row in rows}


def changed_since(since: datetime) -> dict[str, tuple[str, SentSum]]:
    """Incident and sum of each update entered since an instant of which other pages speak now."""
    updates = IncidentUpdate.select(IncidentUpdate.key, Incident.key.alias("of")).join(Incident)
    rows: Any = updates.where(IncidentUpdate.entered_at >= since).tuples()
    named = {UPDATE.subject(key): incident for key, incident in rows}
    if not named:
        return {}
    kept = {
        row.subject: SentSum(row.sent, row.bounced)
        for row in Row.select().where(Row.subject.in_(list(named)))
    }
    found = {}
    for subject, counts in told.counts_of(named).items():
        bounced = counts.count(DeliveryState.BOUNCED, *_READERS)
        one = SentSum(counts.count(DeliveryState.SENT, *_READERS) + bounced, bounced)
        if one.sent and one != kept.get(subject):
            found[subject] = named[subject], one
    return found


def keep(found: Mapping[str, tuple[str, SentSum]]) -> None:
    """Have pages say so; inside a transaction."""
    for subject, (incident, one) in found.items():
        Row.put({"subject": subject, "incident": incident, **vars(one)})
    db.raise_topics(*{sums_topic(incident) for incident, _ in found.values()})
