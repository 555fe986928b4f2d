"""Subscriptions as JSON: for whoever they belong to, and for moving to another site."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from statuspage.domain.listening.voice import Voice
from statuspage.domain.telling.delivery import Delivery
from statuspage.domain.telling.subscription import Subscription
from statuspage.figures.ledger import instant


def exported(
    found: Subscription, told: Iterable[Delivery] = (), voices: Iterable[Voice] = ()
) -> dict[str, Any]:
    """All that is kept of a subscription, what was sent to it of late, and what its owner said."""
    return {
        "channel": str(found.channel),
        "address": found.address,
        "owner": found.owner,
        "state": str(found.state),
        "filter": found.filter.dump(),
        "language": found.language,
        "how_often": str(found.how_often),
        "created_at": instant(found.created_at),
        "confirmed_at": _instant(found.confirmed_at),
        "changed_at": _instant(found.changed_at),
        "ended_at": _instant(found.ended_at),
        "bounces": found.score,
        "last_bounce": found.bounced_on.isoformat() if found.bounced_on else None,
        "deliveries": [
            {
                "about": one.letter or one.subject,
                "state": str(one.state),
                "queued_at": instant(one.queued_at),
                "sent_at": _instant(one.sent_at),
                "reason": None if one.reason is None else str(one.reason),
            }
            for one in told
        ],
        "said": [
            {
                "at": instant(one.at),
                "subject": one.subject,
                "text": one.text,
                "components": list(one.components),
                "channel": str(one.channel),
                "may_quote": one.may_quote,
                "state": str(one.state),
                "outcome": one.outcome,
                "why": one.why,
            }
            for one in voices
        ],
    }


def _instant(at: datetime | None) -> str | None:
    return None if at is None else instant(at)
