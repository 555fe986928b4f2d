"""The promises we made to readers, and what became of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.promises import promise, told_first
from statuspage.domain.promises.figure import FEW_EVENTS
from statuspage.domain.promises.pledge import Pledge
from statuspage.domain.promises.promise import Promise, PromiseState
from statuspage.domain.vocabulary import display, window
from statuspage.render.views import PromiseShare
from statuspage.said import said
from statuspage.site.page import Context, Facts, PublicPage
from statuspage.site.promises import breaking, pledged
from statuspage.site.rendering import template

_LISTED = 100
DAYS = 90
"""Of how many days the shares are."""


@dataclass(frozen=True)
class NewestPromises:
    """The newest promises of each kind, and those due in the last 90 days."""

    updates: Sequence[tuple[Incident, Promise]]  # of next words
    updates_lately: Sequence[Promise]
    pledges: Sequence[Pledge]
    pledges_lately: Sequence[Pledge]

    @property
    def promised_lately(self) -> Sequence[Promise]:
        """What was promised after incidents and was due in these days."""
        return [one.promise for one in self.pledges_lately]

    @property
    def holds_all_updates(self) -> bool:
        return len(self.updates) < _LISTED

    @property
    def holds_all_pledges(self) -> bool:
        return len(self.pledges) < _LISTED

    def modified(self, now: datetime) -> datetime:
        """When one was last made, answered, or turned by itself."""
        pledges = [*self.pledges, *self.pledges_lately]
        shown = [one for _, one in self.updates]
        shown += [*self.updates_lately, *(one.promise for one in pledges)]
        return max([_last_change(shown, now), *(one.changed_at for one in self.pledges)])


def told(context: Context) -> NewestPromises:
    """What every document of promises tells. It holds for the day."""
    zone, now = context.site.zone, context.now
    library = context.library
    since = window.local_days(zone, window.local_date(now, zone), DAYS)[0][1].start
    newest = _given(library.incidents.newest_promising(_LISTED))[:_LISTED]
    lately = [
        one
        for _, one in _given(library.incidents.promising_since(since))
        if one.due and one.due >= since
    ]
    context.holds_for_the_day()
    pledges = library.pledges
    return NewestPromises(newest, lately, pledges.newest(_LISTED), pledges.due_since(since))


def promises(context: Context) -> Facts:
    """The newest promises of each kind, and what became of those due in the last 90 days."""
    found, now = told(context), context.now
    values = {
        "pledges": pledged.views(context, found.pledges),
        "pledge_share": share(found.promised_lately, now),
        "are_all_pledges": found.holds_all_pledges,
        "promises": [(one, one.state(now)) for _, one in found.updates],
        "share": share(found.updates_lately, now),
        "days": DAYS,
        "is_all": found.holds_all_updates,
        **_told_first(context),
        "severities": breaking.listed(context),
    }
    return Facts(values, found.modified(now))


def _told_first(context: Context) -> dict[str, Any]:
    """Of the incidents of these days, how many we told readers of before they told us."""
    zone = context.site.zone
    days = window.local_days(zone, window.local_date(context.now, zone), DAYS)
    started = context.library.incidents.started_between(days[0][1].start, days[-1][1].end)
    counts = told_first.counts(started)
    words = said("not known yet")
    if counts.measured >= FEW_EVENTS:
        words = said("{share} told first", share=display.headline(counts.good, counts.bad, 0).words)
    elif counts.measured:
        words = said("{good} of {all} told first", good=int(counts.good), all=int(counts.measured))
    return {"told_first": counts, "told_first_words": words}


def _given(found: Iterable[Incident]) -> list[tuple[Incident, Promise]]:
    """Every promise of some incidents with its incident, the last due first."""
    each = [(one, given) for one in found for given in promise.next_update_promises(one)]
    return sorted(each, key=lambda pair: (pair[1].dues[0], pair[1].key), reverse=True)


def share(given: Sequence[Promise], now: datetime) -> PromiseShare:
    """What became of some promises."""
    counts = promise.counts(given, now)
    words = said("none is due yet")
    if counts.measured >= FEW_EVENTS:
        words = said("{share} kept", share=display.headline(counts.good, counts.bad, 0).words)
    elif counts.measured:
        words = said("{good} of {all} kept", good=counts.good, all=counts.measured)
    states = [one.state(now) for one in given]
    return PromiseShare(
        words=words,
        decided=int(counts.measured),
        by_state=[(state, states.count(state)) for state in PromiseState if state in states],
    )


def _last_change(given: list[Promise], now: datetime) -> datetime:
    """When one was last made, answered, or turned by itself."""
    instants = [now - timedelta(days=DAYS)]
    for one in given:
        instants += [one.made_at, one.evidence_at or one.made_at, *one.dues]
    return max(instant for instant in instants if instant <= now)


PAGES = (
    PublicPage("/promises", promises, template("promises.html"), in_sitemap=True, sums_up=True),
)
