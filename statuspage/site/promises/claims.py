"""How the credit of a closed period is claimed: a page, a letter to copy, and its last day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from statuspage.config import Sla
from statuspage.domain.incidents import impact
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.library.library import Library
from statuspage.domain.promises.claim import ClaimTerms, CreditClaim, claim, terms, tier
from statuspage.domain.promises.figure import Figure
from statuspage.domain.promises.granted import CREDIT, about, granted
from statuspage.domain.promises.sla import SlaVersion, numbered
from statuspage.domain.record.kinds.figure import FIGURE
from statuspage.domain.record.kinds.tally import TALLY
from statuspage.domain.record.recorded import Mark
from statuspage.domain.vocabulary.spans import ImpactRun
from statuspage.domain.vocabulary.states import DEFAULT_WEIGHTS, ComponentState, Kind
from statuspage.domain.vocabulary.text import one_line
from statuspage.domain.vocabulary.window import next_midnight, start_of
from statuspage.errors import NotFound, NotKnown
from statuspage.figures.evidence import look_ahead
from statuspage.figures.measure import in_force, zone_of
from statuspage.figures.objectives import versions_of
from statuspage.render.calendar import CALENDAR, Agenda, NamedDay, ics
from statuspage.render.claim_letter import ClaimLetter, claim_letter
from statuspage.render.feeds.passages import item, line
from statuspage.render.views import CreditedPeriod, SlaView
from statuspage.said import said
from statuspage.site.page import Context, Facts, Params, PublicPage
from statuspage.site.promises import slas as sla_pages
from statuspage.site.promises.periods import asked, by_period
from statuspage.site.rendering import template

_LONGEST = timedelta(days=100)  # of a period
_RECENT = 3  # periods: those over for longer are published


def claim_page(context: Context, sla: str, period: str) -> Facts:
    """What is due for a period, to whom, until when, and how to get it."""
    card, found, letter = claimed(context, sla, period)
    mark = _mark(context, card)
    if found.until is not None and not found.is_over:
        context.library.holds_until(next_midnight(context.now, card.zone))
    values = {
        "card": card,
        "zone": card.zone,
        "tier": tier(found, card.judged_by.promised.credits),
        **_granted(context, sla, card.period.name),
        "first_bound": max(one.below for one in card.judged_by.promised.credits),
        "terms": _terms(context, card),
        "letter": letter,
        "is_whole_day": found.until == _end_of(found, card),
        "days_left": found.days_left(card.zone, context.now),
        "on_record": mark,
        "withdrawn_at": sla_pages.withdrawn_at(context, sla),
    }
    return Facts(values, card.figure.as_of)


def claimed(context: Context, sla: str, period: str) -> tuple[SlaView, CreditClaim, ClaimLetter]:
    """A closed period with its claim and the letter. Raises NotFound where none is promised."""
    card = sla_pages.view(context, *asked(context, sla, period))
    if card.claim is None or not card.claim.is_final:
        raise NotFound(said("No credit can be claimed for '{name}'.", name=period))
    letter = claim_letter(context.site, card, _terms(context, card), _mark(context, card))
    return card, card.claim, letter


def last_day(context: Context, sla: str, period: str) -> bytes:
    """The last day to claim it, as a calendar."""
    return ics(claim_calendar(context, sla, period).values["calendar"])


def claim_calendar(context: Context, sla: str, period: str) -> Facts:
    """The last day to claim it, with a reminder a week ahead."""
    card, found, letter = claimed(context, sla, period)
    if found.last_day is None or not found.has_page:
        raise NotFound(said("No credit can be claimed for '{name}'.", name=period))
    site, path = context.site, f"{card.version.path}/{card.period.name}/claim"
    title = context.locale.say("Last day: {what}", what=letter.subject)
    entry = item(
        site,
        name=path,
        path=path,
        title=title,
        passages=[line(site, letter.body.strip())],
        summary=letter.subject,
        published=card.figure.as_of,
        updated=card.figure.as_of,
        tags=["figure"],
        author="",
        subjects=[FIGURE.subject(sla, card.period.name)],
        details={},
    )
    day = NamedDay(entry, entry.id, title, found.last_day, card.figure.revision - 1, is_coming=True)
    calendar = Agenda(
        name=one_line(title),
        about=letter.subject,
        address=site.address(f"{path}.ics"),
        home=site.address(path),
        zone=card.zone,
        days=(day,),
    )
    return Facts({"calendar": calendar}, card.figure.as_of)


def credited(context: Context, incident: Incident) -> list[CreditedPeriod]:
    """The published periods with a credit that an incident fell into, the newest first."""
    runs = [run for run in impact.runs(incident) if incident.kind is Kind.INCIDENT]
    if not runs:
        return []
    library, zone = context.library, context.site.timezone
    histories = with_credits(library)
    ends = library.figures.ends(list(histories))
    named = [
        (sla, period)
        for sla, periods in ends.items()
        for period, end in periods.items()
        if any(run.start < end and _reaches(run, end) for run in runs)
    ]
    found = []
    for (sla, _), revisions in library.figures.revisions(named).items():
        figure = revisions[-1].figure
        judged = numbered(histories[sla], figure.definition_version).promised
        told = claim(figure, judged.claim_within, zone_of(judged, zone), context.minute)
        if told is not None and told.is_due and any(_counts(run, judged, figure) for run in runs):
            if told.until is not None:
                library.holds_until(told.until)
            found.append(CreditedPeriod(histories[sla][0], figure, told))
    return sorted(found, key=lambda one: one.figure.period.span.end, reverse=True)


def _reaches(run: ImpactRun, end: datetime) -> bool:
    return run.end is None or run.end > end - _LONGEST


def _counts(run: ImpactRun, judged: Sla, figure: Figure) -> bool:
    weights = DEFAULT_WEIGHTS | {ComponentState(name): one for name, one in judged.weights.items()}
    is_heavy = judged.indicator != "availability" or bool(weights.get(run.state))
    is_about = not judged.components or run.component in judged.components
    return is_heavy and is_about and run.span(figure.as_of).clip(figure.period.span) is not None


def with_credits(library: Library) -> dict[str, Sequence[SlaVersion]]:
    """The versions of each promise that ever had credits."""
    known = library.objectives.histories([one.sla for one in library.objectives.current()])
    return {
        sla: versions
        for sla, versions in known.items()
        if any(version.promised.credits for version in versions)
    }


def _end_of(found: CreditClaim, card: SlaView) -> datetime | None:
    """The end of the last day to claim it."""
    last = found.last_day
    return None if last is None else start_of(last + timedelta(days=1), card.zone)


def _granted(context: Context, sla: str, period: str) -> Mapping[str, Any]:
    named = about(sla, period)
    tally = context.library.tallies.of(CREDIT, [named]).get(named)
    subject = TALLY.subject(CREDIT, named)
    mark = context.library.record.marks([subject]).get(subject)
    return {"granted": granted(tally), "granted_mark": mark}


def _terms(context: Context, card: SlaView) -> ClaimTerms:
    newest = versions_of(context.library, card.version.sla)[0].promised
    return terms(card.judged_by.promised, newest, context.site.contact)


def _mark(context: Context, card: SlaView) -> Mark | None:
    """Where its figure stands in the record; None while it is provisional."""
    subject = FIGURE.subject(card.version.sla, card.period.name)
    return context.library.record.marks([subject]).get(subject)


def all_claims(context: Context) -> Iterable[Params]:
    """The periods of which a credit is or may be due, and those that are over and not published."""
    library = context.library
    histories = with_credits(library)
    ends = library.figures.ends(list(histories))
    named = [(sla, period) for sla, periods in ends.items() for period in periods]
    found = [
        {"sla": sla, "period": period}
        for (sla, period), revisions in library.figures.revisions(named).items()
        if any(_has_page(histories[sla], one.figure, context) for one in revisions)
    ]
    with suppress(NotKnown):
        look_ahead(library, [versions[0].promised for versions in histories.values()])
        for sla, versions in histories.items():
            known = sla_pages.known_periods(context, versions[0], _RECENT)
            found += [
                {"sla": sla, "period": one.name}
                for one in known
                if one.name not in ends[sla] and not one.moves
                if not one.is_running(context.minute) and in_force(versions, one).promised.credits
            ]
    return found


def _all_dated(context: Context) -> Iterable[Params]:
    """Those of which a credit is or may be due, and that can be claimed for a stated time."""
    histories = with_credits(context.library)
    for params in all_claims(context):
        sla, named = params["sla"], (params["sla"], params["period"])
        for one in context.library.figures.revisions([named])[named][-1:]:
            judged = numbered(histories[sla], one.figure.definition_version).promised
            if judged.claim_within and _has_page(histories[sla], one.figure, context):
                yield params


def _has_page(versions: Sequence[SlaVersion], figure: Figure, context: Context) -> bool:
    judged = numbered(versions, figure.definition_version).promised
    told = claim(figure, None, zone_of(judged, context.site.timezone), context.minute)
    return told is not None and told.has_page


def _look_ahead(context: Context, asked_for: Sequence[Params]) -> None:
    library, named = context.library, [(one["sla"], one["period"]) for one in asked_for]
    library.figures.revisions(named)
    library.record.marks([FIGURE.subject(*one) for one in named])
    library.tallies.of(CREDIT, [about(*one) for one in named])
    library.record.marks([TALLY.subject(CREDIT, about(*one)) for one in named])


def _calendar(_: Context, __: str, facts: Facts) -> bytes:
    return ics(facts.values["calendar"])


_ADDRESS = "/sla/{sla}/{period}/claim"
PAGES = (
    PublicPage(
        f"{_ADDRESS}.ics",
        claim_calendar,
        _calendar,
        CALENDAR,
        all_params=_all_dated,
        by_year=by_period(_all_dated),
    ),
    PublicPage(
        _ADDRESS,
        claim_page,
        template("claim.html"),
        all_params=all_claims,
        by_year=by_period(all_claims),
        look_ahead=_look_ahead,
    ),
)
