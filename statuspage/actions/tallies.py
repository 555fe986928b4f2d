"""Publish how many people said or answered something; inside the transaction that counts them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from statuspage.actions.given import Actor
from statuspage.actions.record import note
from statuspage.domain.record.kinds.tally import TALLY
from statuspage.domain.vocabulary.tally import Tally, tallies_topic, tally_topic
from statuspage.store import db
from statuspage.store.published import tallies


def publish(
    kind: str,
    about: str,
    counts: Mapping[str, int],
    now: datetime,
    *,
    actor: Actor | None = None,
) -> bool:
    """Have pages and the record say these counts; returns whether they said others before.

    With an actor the audit log says who it was. Whether they are enough to be published at all,
    the caller knows.
    """
    former = tallies.of(kind, [about]).get(about)
    if (former.counts if former else {}) == counts:
        return False
    tally = Tally(kind, about, dict(counts), now)
    tallies.put(tally)
    note([TALLY.statement(tally)], now, actor=actor)
    db.raise_topics(tallies_topic(kind), tally_topic(kind, about))
    return True
