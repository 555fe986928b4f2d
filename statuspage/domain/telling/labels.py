"""What the choices of a subscription are called, and what it tells of in one sentence."""

from __future__ import annotations

from collections.abc import Mapping

from statuspage.domain.telling.delivery import DeliveryState
from statuspage.domain.telling.filter import VOICE, Filter
from statuspage.domain.telling.news import NewsKind
from statuspage.domain.telling.subscription import Channel, HowOften, SubscriptionState
from statuspage.said import Said, said

KINDS: Mapping[NewsKind, Said] = {
    NewsKind.INCIDENTS: said("Incidents"),
    NewsKind.MAINTENANCE: said("Maintenance"),
    NewsKind.CHANGELOG: said("News"),
    NewsKind.OUTCOMES: said("You said, we did"),
    NewsKind.STORIES: said("Stories"),
    NewsKind.NOTICES: said("Notices"),
    NewsKind.PROMISES: said("What we promise"),
    NewsKind.REPORTS: said("Reports"),
}
HOW_OFTEN: Mapping[HowOften, Said] = {
    HowOften.INSTANT: said("At once"),
    HowOften.DAILY: said("Once a day"),
    HowOften.MONTHLY: said("Once a month"),
}
CHANNELS: Mapping[Channel, Said] = {
    Channel.MAIL: said("Mail"),
    Channel.WEBHOOK: said("Webhook"),
    Channel.NTFY: said("ntfy"),
    Channel.PUSH: said("Browser"),
    Channel.HOOK: said("Channel of the team"),
}
STATES: Mapping[SubscriptionState, Said] = {
    SubscriptionState.PENDING: said("Not confirmed yet"),
    SubscriptionState.ACTIVE: said("On"),
    SubscriptionState.PAUSED: said("Paused"),
    SubscriptionState.QUARANTINED: said("Off: it could not be reached"),
    SubscriptionState.ENDED: said("Ended"),
}
DELIVERY_STATES: Mapping[DeliveryState, Said] = {
    DeliveryState.WAITING: said("On its way"),
    DeliveryState.SENT: said("Sent"),
    DeliveryState.FAILED: said("Failed"),
    DeliveryState.BOUNCED: said("Came back"),
    DeliveryState.DROPPED: said("Not sent"),
}
_SAID = said("What becomes of what you told us")
LETTERS: Mapping[str, Said] = {
    "confirmation": said("Code"),
    "already": said("Code"),
    "settings": said("Link to your settings"),
    "test": said("Test"),
    "goodbye": said("Goodbye"),
    "helped": said("Question whether it helped"),
    "turned_away": said("What you told us"),
}


def followed(wanted: Filter, names: Mapping[str, str]) -> list[Said | str]:
    """What a filter tells of, part by part; one that narrows nothing tells of everything.

    `names` are those of components and groups, by id, the titles of incidents, by key, and of
    outcomes, by slug; what was said to us, and has no outcome yet, is one part together.
    """
    found: list[Said | str] = [
        *(names.get(one, one) for one in sorted(wanted.incidents)),
        *(names.get(one, one) for one in sorted(wanted.outcomes) if not one.startswith(VOICE)),
        *([_SAID] if any(one.startswith(VOICE) for one in wanted.outcomes) else []),
        *(KINDS[one] for one in NewsKind if one in wanted.kinds),
        *(names.get(one, one) for one in sorted(wanted.groups | wanted.components)),
    ]
    if wanted.severity is not None:
        found.append(said("{impact} or worse", impact=wanted.severity.label))
    if wanted.breaking:
        found.append(said("Only changes that may break something"))
    return found or [said("Everything")]
