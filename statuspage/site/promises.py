"""The promises we made to readers, and what became of each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.promises import promise
from statuspage.domain.promises.figure import FEW_EVENTS
from statuspage.domain.promises.promise import Promise, PromiseState
from statuspage.domain.vocabulary import display, window
from statuspage.render.views import PromiseShare
from statuspage.said import said
from statuspage.site import pledged
from statuspage.site.page import Context, Facts, PublicPage
from statuspage.site.rendering import template

_LISTED = 100
_DAYS = 90


def promises(context: Context) -> Facts:
    """The newest promises of each kind, and what became of those due in the last 90 days."""
    zone, now = context.site.zone, context.now
    library = context.library
    since = window.local_days(zone, window.local_date(now, zone), _DAYS)[0][1].start
    newest = _given(library.incidents.newest_promising(_LISTED))[:_LISTED]
    lately = [
        one
        for one in _given(library.incidents.promising_since(since))
        if one.due and one.due >= since
    ]
    pledged_newest = library.pledges.newest(_LISTED)
    pledged_lately = [one.promise for one in library.pledges.due_since(since)]
    values = {
        "pledges": pledged.views(context, pledged_newest),
        "pledge_share": _share(pledged_lately, now),
        "are_all_pledges": len(pledged_newest) < _LISTED,
        "promises": [(one, one.state(now)) for one in newest],
        "share": _share(lately, now),
        "days": _DAYS,
        "is_all": len(newest) < _LISTED,
    }
    shown = [*newest, *lately, *(one.promise for one in pledged_newest), *pledged_lately]
    context.holds_for_the_day()
    changes = [one.changed_at for one in pledged_newest]
    return Facts(values, max([_last_change(shown, now), *changes]))


def _given(found: Iterable[Incident]) -> list[Promise]:
    """Every promise of some incidents, the last due first."""
    each = [one for incident in found for one in promise.next_update_promises(incident)]
    return sorted(each, key=lambda one: (one.dues[0], one.key), reverse=True)


def _share(given: list[Promise], now: datetime) -> PromiseShare:
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
    instants = [now - timedelta(days=_DAYS)]
    for one in given:
        instants += [one.made_at, one.evidence_at or one.made_at, *one.dues]
    return max(instant for instant in instants if instant <= now)


PAGES = (PublicPage("/promises", promises, template("promises.html"), in_sitemap=True),)
