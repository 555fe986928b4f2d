"""The switch that stops all sending, and what may be done with what waits meanwhile."""

from __future__ import annotations

from collections.abc import Mapping

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.staff.audit import note_act
from statuspage.domain.telling.subscription import Channel
from statuspage.said import said
from statuspage.store import db
from statuspage.store.telling import deliveries, switch

VARIABLE = "STATUSPAGE_SENDING"
"""With "off" a process sends nothing, whatever the store says."""

_DROPPED = said("Staff dropped what was waiting.")


def is_off(environ: Mapping[str, str]) -> bool:
    """Whether this process must not send."""
    return environ.get(VARIABLE, "").strip().lower() == "off"


def may_send(environ: Mapping[str, str]) -> bool:
    """Whether anything may be sent now. Raises StoreError."""
    return not is_off(environ) and switch.stopped() is None


def stop_sending(actor: Actor) -> switch.Stopped:
    """Send nothing from now on, in all processes; what is to be told waits. Raises StoreError.

    Where it is stopped already, that stands.
    """
    with db.transaction():
        standing = switch.stopped()
        if standing is None:
            standing = switch.Stopped(clock.now(), actor.name)
            switch.stop(standing.who, standing.at)
            note_act(actor, "stop sending", "sending")
        return standing


def resume_sending(actor: Actor) -> bool:
    """Send again, first what waits; returns whether it was stopped. Raises StoreError."""
    with db.transaction():
        if switch.stopped() is None:
            return False
        switch.resume()
        note_act(actor, "resume sending", "sending")
        return True


def drop_waiting(actor: Actor, channel: Channel | None = None) -> int:
    """Let go of the news that wait, by one way or by all; returns how many. Raises StoreError.

    Letters stay: somebody waits for each.
    """
    with db.transaction():
        count = deliveries.drop_waiting(channel, _DROPPED)
        if count:
            note_act(actor, "drop waiting", str(channel or "sending"), None, {"count": count})
        return count
