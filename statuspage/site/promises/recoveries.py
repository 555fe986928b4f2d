"""The recovery log: incidents, what we promised to do about them, and whether it helped."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from statuspage.domain.incidents.recovery import WATCHED, Recovery, Return, recovery
from statuspage.domain.promises.pledge import Pledge
from statuspage.errors import NotFound
from statuspage.figures.ledger import instant, instant_or_empty
from statuspage.render.rows import as_safe_csv
from statuspage.said import said
from statuspage.site.page import ByYear, Context, Facts, Params, PublicPage, Year
from statuspage.site.promises import pledged
from statuspage.site.promises.periods import CSV
from statuspage.site.rendering import as_is, template
from statuspage.site.years import incident_years, year_of
from statuspage.site.years import year as year_named

_HEADER = (
    *("incident", "title", "started_at", "resolved_at", "impact_from", "impact_until"),
    *("cause", "state", "watched_until"),
    *("came_back", "kind", "promise", "owner", "due", "promise_state", "kept_at", "evidence"),
)
"""A row for each promise; of an incident without any, one row whose last columns are empty."""


def recovery_log(context: Context) -> Facts:
    """The newest year of it."""
    return recovery_of(context, year_of(context, context.now))


def recovery_of(context: Context, year: str) -> Facts:
    """One year of it: what came back first, then the newest first."""
    found, asked = recoveries_of(context, year), _year(context, year)
    became = Counter(one.state for one in found)
    every = [pledge for one in found for pledge in one.pledges]
    views = {view.pledge.key: view for view in pledged.views(context, every)}
    answering = context.library.entries.leading_to([one.incident.path for one in found])
    values = {
        "year": asked.name,
        "recoveries": [
            (
                one,
                [views[pledge.key] for pledge in one.pledges],
                answering.get(one.incident.path, ()),
            )
            for one in found
        ],
        "became": [(state, became[state]) for state in Return if became[state]],
        "days": WATCHED.days,
        "years": [name for name in _years(context) if name != asked.name],
    }
    return Facts(values, modified(context, found))


def recoveries_of(context: Context, year: str) -> list[Recovery]:
    """Those of the incidents that began in a year and were explained, or led to promises."""
    library, asked = context.library, _year(context, year)
    start, end = asked.span.start, asked.span.end
    # A cause may come back in the year after; an incident is watched from its end on.
    findings = library.postmortems.findings(start, max(end + 2 * WATCHED, context.now))
    made: dict[str, list[Pledge]] = defaultdict(list)
    for pledge in library.pledges.made_after(start, end):
        made[pledge.incident].append(pledge)
    keys = {one.incident for one in findings if one.started_at < end} | made.keys()
    incidents = library.incidents.by_keys(sorted(keys))
    context.holds_for_the_day()
    found = [recovery(one, made[one.key], findings, context.now) for one in incidents.values()]
    for one in found:
        if one.watched_until is not None and one.watched_until > context.now:
            library.holds_until(one.watched_until)
    found.sort(key=lambda one: (one.incident.started_at, one.incident.number), reverse=True)
    return sorted(found, key=lambda one: one.state is not Return.CAME_BACK)


def _year(context: Context, name: str) -> Year:
    if name not in _years(context):
        raise NotFound(said("There is no year '{year}'.", year=name))
    return year_named(context, name)


def modified(context: Context, found: Iterable[Recovery]) -> datetime:
    changed = [one.incident.updated_at for one in found]
    changed += [pledge.changed_at for one in found for pledge in one.pledges]
    return max(changed, default=context.now)


def recovery_csv(context: Context, year: str) -> Facts:
    """The same, a row for each promise."""
    found = recoveries_of(context, year)
    rows = [row for one in found for row in _rows(context, one)]
    return Facts({"body": as_safe_csv(_HEADER, rows)}, modified(context, found))


def _rows(context: Context, one: Recovery) -> list[list[str]]:
    incident = one.incident
    head = [
        *(incident.key, incident.title, instant(incident.started_at)),
        *(instant_or_empty(incident.resolved_at), instant_or_empty(incident.impact_from)),
        *(instant_or_empty(incident.impact_until), one.cause or "", one.state),
        *(instant_or_empty(one.watched_until), ";".join(two.incident for two in one.again)),
    ]
    return [[*head, *_promised(context, made)] for made in one.pledges] or [[*head, *[""] * 7]]


def _promised(context: Context, made: Pledge) -> Sequence[str]:
    told = made.promise
    return (
        *(made.kind, context.locale.say(told.text) if told.text else "", told.owner),
        *(instant(told.dues[0]), told.state(context.now)),
        *(instant_or_empty(told.evidence_at), told.evidence),
    )


def _years(context: Context) -> Sequence[str]:
    """Those since the first incident; of a site without any the present one, which is shown."""
    return [*incident_years(context)] or [year_of(context, context.now)]


def all_years(context: Context) -> Iterable[Params]:
    return [{"year": name} for name in _years(context)]


def _of_year(context: Context, asked: Year) -> Iterable[Params]:
    return [params for params in all_years(context) if params["year"] == asked.name]


BY_YEAR = ByYear(_years, _of_year)

PAGES = (
    PublicPage("/recovery", recovery_log, template("recovery.html"), in_sitemap=True, sums_up=True),
    PublicPage(
        "/recovery/{year}.csv",
        recovery_csv,
        as_is,
        content_type=CSV,
        all_params=all_years,
        by_year=BY_YEAR,
        sums_up=True,
    ),
    PublicPage(
        "/recovery/{year}",
        recovery_of,
        template("recovery.html"),
        all_params=all_years,
        by_year=BY_YEAR,
        in_sitemap=True,
        sums_up=True,
    ),
)
