"""One SLA in one period: the figure with its proof, as a page, as JSON, and as the rows behind it.

The figure comes from the same place as on /sla/ID; the rows are those it is counted from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from statuspage.config import Sla
from statuspage.domain.library.library import Library
from statuspage.domain.promises.figure import Figure
from statuspage.domain.promises.granted import CREDIT, GrantedCredits, about, granted
from statuspage.domain.promises.late import told
from statuspage.domain.promises.sla import SlaVersion, numbered
from statuspage.domain.record.kinds.figure import FIGURE
from statuspage.domain.vocabulary.window import Period
from statuspage.errors import InvalidInput, NotFound, NotKnown
from statuspage.figures import periods
from statuspage.figures.evidence import look_ahead, recorded_since
from statuspage.figures.indicators import INDICATORS
from statuspage.figures.ledger import Ledger, given_back
from statuspage.figures.measure import in_force, question
from statuspage.figures.objectives import versions_of
from statuspage.render import rows
from statuspage.render.views import SlaView
from statuspage.said import Said, said
from statuspage.site import answers
from statuspage.site.answers import figure_answer
from statuspage.site.asking import disagreement
from statuspage.site.page import ByYear, Context, Facts, Params, PublicPage, Year
from statuspage.site.promises import slas as sla_pages
from statuspage.site.promises.pulled import pulled_for
from statuspage.site.rendering import as_is, template
from statuspage.site.years import year_of

_LISTED = 36  # periods of an SLA that have a page in the catalogue
_BAD_SHOWN = 20
JSON = "application/json; charset=utf-8"
CSV = "text/csv; charset=utf-8"


def period_page(context: Context, sla: str, period: str) -> Facts:
    """The figure of a period, its bad stretches, and the method in words."""
    version, chosen = asked(context, sla, period)
    card = sla_pages.view(context, version, chosen)
    subject = FIGURE.subject(sla, chosen.name)
    path = f"/sla/{sla}/{chosen.name}"
    values = {
        "card": card,
        "answered": context.library.entries.leading_to([path]).get(path, []),
        "zone": card.zone,
        "withdrawn_at": sla_pages.withdrawn_at(context, sla),
        "revisions": context.library.figures.revisions([(sla, chosen.name)])[sla, chosen.name],
        **disagreement(context, sla, card.figure),
        "on_record": context.library.record.marks([subject]).get(subject),
        "names": {component.id: component.name for component in context.library.components.known()},
        **context.known(lambda: _beside(context, version, card), *_BESIDE),
    }
    return Facts(values, card.figure.as_of)


_BESIDE = ("pulled", "bad", "bad_count", "following", "previous", "late", "unreported")


def _beside(context: Context, version: SlaVersion, card: SlaView) -> Mapping[str, Any]:
    """What counted against it, and the periods before and after it."""
    bad = _ledger(context, version, card.figure).bad
    listed = sla_pages.period_names(context, version, _LISTED)
    name = card.period.name
    place = listed.index(name) if name in listed else None
    return {
        "pulled": pulled_for(context, card.version.promised, card.period.span),
        "bad": bad[:_BAD_SHOWN],
        "late": _late(context.library, card.figure),
        "bad_count": len(bad),
        "unreported": sla_pages.unreported(context, card),
        "following": listed[place - 1] if place else None,
        "previous": listed[place + 1] if place is not None and place + 1 < len(listed) else None,
    }


def period_json(context: Context, sla: str, period: str) -> Facts:
    """The figure as the object of the public API."""
    version, chosen = asked(context, sla, period)
    card = sla_pages.view(context, version, chosen)
    found = answer(context, card)
    return Facts({"body": found.as_json((", ", ": "))}, card.figure.as_of)


def answer(context: Context, card: SlaView) -> answers.Figure:
    """A figure as the object of the public API, and what made a revision of it."""
    figure, library = card.figure, context.library
    newest, named = None, (figure.id, figure.period.name)
    if not figure.is_provisional:
        newest = library.figures.revisions([named])[named][-1]
    reason = None if newest is None else newest.why
    return figure_answer(
        figure,
        context.locale.say(card.rule),
        reason=None if reason is None else context.locale.say(reason),
        late=() if newest is None else newest.late,
        given=_granted(library, *named) if card.claim and card.claim.is_final else None,
    )


def _granted(library: Library, sla: str, period: str) -> GrantedCredits | None:
    """The credits granted for a closed period; of one that goes on nothing is asked."""
    named = about(sla, period)
    return granted(library.tallies.of(CREDIT, [named]).get(named))


def period_csv(context: Context, sla: str, period: str) -> Facts:
    """What the figure is recomputed from."""
    version, chosen = asked(context, sla, period)
    figure = sla_pages.view(context, version, chosen).figure
    found = _ledger(context, version, figure)
    body = rows.as_csv(found.header, found.rows)
    return Facts({"body": body}, figure.as_of)


def asked(context: Context, sla: str, name: str) -> tuple[SlaVersion, Period]:
    """The period of that name and the definition it is judged by. Raises NotFound.

    A period before anything was recorded has no page, nor has one to come.
    """
    versions = versions_of(context.library, sla)
    promised = versions[0].promised
    try:
        period = periods.named(versions, name, context.site.timezone, context.minute)
    except InvalidInput as error:
        raise NotFound(said("There is no period '{name}'.", name=name)) from error
    published = context.library.figures.newest(sla, name)
    if published is not None:  # it keeps its time, whatever becomes of zones
        return numbered(versions, published.definition_version), published.period
    if not _is_known(context, promised, period) or not periods.stood(versions, period):
        raise NotFound(said("There is no period '{name}'.", name=name))
    return in_force(versions, period), period


def _is_known(context: Context, promised: Sla, period: Period) -> bool:
    """Whether something of a period is known."""
    since = recorded_since(context.library, promised, context.now)
    return period.span.start <= context.now and period.span.end >= since


def _ledger(context: Context, version: SlaVersion, figure: Figure) -> Ledger:
    """What a figure was counted from: as it was kept with it, or as it is counted now."""
    library, sla = context.library, version.promised
    if not figure.is_provisional:
        kept = library.figures.counted_from(figure.id, figure.period.name, figure.revision)
        if kept is not None:
            return given_back(kept, lambda keys: _titles(library, keys))
    asked = question(library, sla, figure.period, context.settings, figure.as_of)
    return INDICATORS[sla.indicator].ledger(asked)


def _titles(library: Library, keys: Collection[str]) -> dict[str, str]:
    return {key: incident.title for key, incident in library.incidents.by_keys(keys).items()}


def _late(library: Library, figure: Figure) -> Sequence[Said]:
    """What came since the figure was published, in words; how long it is says the revision."""
    marks = library.figures.late_marks(figure.id, figure.period.name)
    return [one.words for one in told(marks, lambda _: 0)]


def _look_ahead(context: Context, asked: Sequence[Params]) -> None:
    library, named = context.library, [(params["sla"], params["period"]) for params in asked]
    library.figures.revisions(named)
    library.record.marks([FIGURE.subject(*one) for one in named])
    library.tallies.of(CREDIT, [about(*one) for one in named])
    library.entries.leading_to([f"/sla/{sla}/{period}" for sla, period in named])


def all_periods(context: Context) -> Iterable[Params]:
    """The running period and those before it since records began, of each SLA."""
    library, standing = context.library, context.library.objectives.current()
    library.objectives.histories([one.sla for one in standing])
    library.figures.ends([one.sla for one in standing])
    with suppress(NotKnown):
        look_ahead(library, [one.promised for one in standing])
    return [
        {"sla": version.sla, "period": period}
        for version in standing
        for period in sla_pages.period_names(context, version, _LISTED)
    ]


def _year_named(context: Context, period: str) -> str:
    """The year in the name of a period; of one that moves with the time, the present one."""
    found = re.search(r"[0-9]{4}", period)
    return year_of(context, context.now) if found is None else found[0]


def by_period(all_params: Callable[[Context], Iterable[Params]], named: str = "period") -> ByYear:
    """The same by the year in the name of each period, which stands in that part of the address."""

    def years(context: Context) -> Iterable[str]:
        return {_year_named(context, params[named]) for params in all_params(context)}

    def of_year(context: Context, asked: Year) -> Iterable[Params]:
        every = all_params(context)
        return [one for one in every if _year_named(context, one[named]) == asked.name]

    return ByYear(years, of_year)


BY_YEAR = by_period(all_periods)
_ADDRESS = "/sla/{sla}/{period}"
PAGES = (
    # The endings first: an address with one would also fit the page itself.
    PublicPage(
        f"{_ADDRESS}.json",
        period_json,
        as_is,
        content_type=JSON,
        all_params=all_periods,
        by_year=BY_YEAR,
    ),
    PublicPage(
        f"{_ADDRESS}.csv",
        period_csv,
        as_is,
        content_type=CSV,
        all_params=all_periods,
        by_year=BY_YEAR,
    ),
    PublicPage(
        _ADDRESS,
        period_page,
        template("sla_period.html"),
        all_params=all_periods,
        by_year=BY_YEAR,
        in_sitemap=True,
        look_ahead=_look_ahead,
    ),
)
