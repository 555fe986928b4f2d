"""The calendars of planned work: of the whole site, and of each component."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from urllib.parse import urlencode

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.incidents.recurrence import Repeat, instant_of
from statuspage.domain.record.kinds.incident import INCIDENT
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.vocabulary.entry import Published
from statuspage.domain.vocabulary.states import Kind, Status
from statuspage.domain.vocabulary.text import one_line
from statuspage.render.calendar import CALENDAR, Agenda, Planned, ics
from statuspage.render.feeds.incidents import expected_item
from statuspage.render.words.repeats import first_walls, following_walls
from statuspage.said import Said, said
from statuspage.site.following.journals import incident_items
from statuspage.site.following.narrowing import as_news, in_words, require_known
from statuspage.site.measured.components import all_components
from statuspage.site.page import Context, Facts, PublicPage

_NEWEST = 100
"""So many of those announced last are told, and of older ones those that are not over."""


def _rendered(_: Context, __: str, facts: Facts) -> bytes:
    return ics(facts.values["calendar"])


def of_the_site(context: Context) -> Facts:
    """All planned work."""
    about = said("Planned work at {site}: under way, to come, and past.", site=context.site.name)
    return _calendar(context, "/maintenance", said("Maintenance"), about)


def of_a_component(context: Context, component: str) -> Facts:
    """That which affects one component."""
    chosen = context.library.components.by_id(component)
    about = said("Planned work that affects {component}.", component=chosen.name)
    return _calendar(context, chosen.path, chosen.name, about, chosen.id)


def _calendar(
    context: Context, path: str, title: Said | str, about: Said, component: str | None = None
) -> Facts:
    site, say = context.site, context.locale.say
    works = _works(context, component)
    if chosen := in_words(context):
        title = said("{feed} ({chosen})", feed=title, chosen=chosen)
    query = urlencode(context.wanted.to_query())
    calendar = Agenda(
        name=one_line(say("{site}: {feed}", site=site.name, feed=title)),
        about=one_line(say(about)),
        address=f"{site.url}{site.prefix}{path}.ics{'?' if query else ''}{query}",
        home=site.address(path),
        zone=site.zone,
        works=tuple(works),
    )
    since = min((one.added_at for one in context.library.components.known()), default=context.now)
    return Facts({"calendar": calendar}, max((work.item.updated for work in works), default=since))


def _works(context: Context, component: str | None) -> list[Planned]:
    library = context.library
    count = library.publications.count([Kind.MAINTENANCE], component)
    older = max(0, count - _NEWEST)
    rows = library.publications.page([Kind.MAINTENANCE], older, _NEWEST, component)
    open_ones = (
        library.incidents.open_ones()
        if component is None
        else library.incidents.open_on([component])
    )
    known = dict(library.incidents.by_keys([row.key for row in rows]))
    known |= {one.key: one for one in open_ones if one.kind is Kind.MAINTENANCE}
    stand_under = {one.key: one.started_at for one in known.values()}
    stand_under |= {row.key: row.published_at for row in rows}
    planned = [one for one in _taken(context, known.values()) if one.scheduled_until]
    sequences = _sequences(context, planned)
    found = [
        Planned(
            item,
            one.scheduled_for,
            one.scheduled_until,
            sequences[one.key],
            is_coming=one.status is Status.SCHEDULED,
            is_cancelled=one.status is Status.CANCELLED,
        )
        for one, item in incident_items(context, planned, stand_under)
        if one.scheduled_for and one.scheduled_until
    ]
    return [*found, *_expected(context, planned)]


def _taken(context: Context, works: Collection[Incident]) -> list[Incident]:
    """Those that a query asks for. Raises InvalidInput."""
    wanted = context.wanted
    if wanted.is_everything:
        return [*works]
    require_known(context, wanted)
    rows = [Published(one.kind, one.key, one.started_at, one.updated_at) for one in works]
    news = zip(works, as_news(context, rows), strict=True)
    return [work for work, told in news if wanted.takes(told)]


def _sequences(context: Context, planned: Sequence[Incident]) -> dict[str, int]:
    """How often each was changed, words and window, since it was announced."""
    subjects = {
        one.key: [INCIDENT.subject(one.key), *(UPDATE.subject(up.key) for up in one.updates)]
        for one in planned
    }
    marks = context.library.record.marks([name for named in subjects.values() for name in named])
    revisions = {
        key: sum(marks[name].revision for name in named if name in marks)
        for key, named in subjects.items()
    }
    return {key: max(0, found - 2) for key, found in revisions.items()}  # announced by two entries


def _expected(context: Context, planned: Sequence[Incident]) -> Iterator[Planned]:
    """The dates that the pages list of what repeats: those after the last one announced of it."""
    last: dict[str, tuple[datetime, datetime, Repeat, Incident]] = {}
    for one in planned:
        if one.repeats is not None and one.is_open:
            begins, ends = first_walls(one, one.repeats)
            name = _rhythm(one, one.repeats, begins)
            if name not in last or begins > last[name][0]:
                last[name] = (begins, ends, one.repeats, one)
    for name, (begins, ends, rule, one) in last.items():
        length = instant_of(ends, rule.zone) - instant_of(begins, rule.zone)
        for wall in following_walls(one, rule):
            start = instant_of(wall, rule.zone)
            item = expected_item(context.site, one, wall, name)
            yield Planned(item, start, start + length, 0, is_expected=True)


def _rhythm(one: Incident, rule: Repeat, begins: datetime) -> str:
    """What all of a series have in common; readers are not told more of a series."""
    parts = rule.rule, rule.zone.key, f"{begins:%H:%M}", *sorted(key for key, _ in one.components)
    return sha256("\n".join(parts).encode()).hexdigest()[:12]


PAGES = (
    PublicPage("/maintenance.ics", of_the_site, _rendered, CALENDAR, is_narrowed=True),
    PublicPage("/components/{component}.ics", of_a_component, _rendered, CALENDAR, all_components),
)
