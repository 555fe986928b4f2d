"""Promises as documents tell them, and the document of the newest of each kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.promises.pledge import Pledge
from statuspage.domain.promises.promise import Promise, PromiseState
from statuspage.said import said
from statuspage.site.answers import Answer
from statuspage.site.api import incident_shapes as shapes
from statuspage.site.api.reading import document, reading
from statuspage.site.page import Context, Facts
from statuspage.site.promises import made


class PromisesKept(Answer):
    """How many of the promises that were due in the last `days` are in each state.

    `words` is what the page says of them: no share of fewer than 30.
    """

    days: int
    words: str
    decided: int
    states: dict[PromiseState, int]


class GivenPromises(Answer):
    """Promises of one kind, the last due first; `all` says whether there are no older ones."""

    lately: PromisesKept
    all: bool
    promises: list[shapes.Promise]


class Promises(Answer):
    """Promises of next words, and those made after incidents: of root causes and of actions."""

    updates: GivenPromises
    after_incidents: GivenPromises


def promise_list(context: Context) -> Facts:
    """The newest promises of each kind, and what became of those due in the last 90 days."""
    found = made.told(context)
    shown = Promises(
        updates=GivenPromises(
            lately=_lately(context, found.updates_lately),
            all=found.holds_all_updates,
            promises=[of_update(context, incident, one) for incident, one in found.updates],
        ),
        after_incidents=GivenPromises(
            lately=_lately(context, found.promised_lately),
            all=found.holds_all_pledges,
            promises=[of_pledge(context, one) for one in found.pledges],
        ),
    )
    return document(shown, found.modified(context.now))


def _lately(context: Context, given: Sequence[Promise]) -> PromisesKept:
    share = made.share(given, context.now)
    return PromisesKept(
        days=made.DAYS,
        words=context.locale.say(share.words),
        decided=share.decided,
        states=dict(share.by_state),
    )


def of_update(context: Context, found: Incident, given: Promise) -> shapes.Promise:
    """A promise of the next word."""
    return _promise(
        context,
        given,
        kind="next_update",
        incident=found.key,
        title=found.title,
        text=None,
        evidence=None,
        url=context.site.address(f"{found.path}#update-{given.key}"),
    )


def of_pledge(context: Context, pledge: Pledge) -> shapes.Promise:
    """A promise made after an incident."""
    text, evidence = pledge.promise.text, pledge.promise.evidence
    return _promise(
        context,
        pledge.promise,
        kind=pledge.kind.value,
        incident=pledge.incident or None,
        title=pledge.title,
        text=context.locale.say(text) if text else None,
        evidence=(context.site.address(evidence) if evidence[:1] == "/" else evidence) or None,
        url=context.site.address(pledge.path),
    )


def _promise(context: Context, given: Promise, **told: Any) -> shapes.Promise:
    return shapes.Promise(
        id=given.key,
        owner=given.owner or None,
        made_at=given.made_at,
        due=list(given.dues),
        state=given.state(context.now),
        kept_at=given.evidence_at,
        withdrawn_at=given.withdrawn_at,
        **told,
    )


READINGS = (
    reading(
        "/promises",
        promise_list,
        said("The newest promises of each kind, and what became of those due in the last 90 days."),
        Promises,
        sums_up=True,
    ),
)
