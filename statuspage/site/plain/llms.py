"""/llms.txt: where the texts of this site stand, for programs that read words (llmstxt.org)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from statuspage.domain.vocabulary.states import Kind
from statuspage.domain.vocabulary.text import one_line
from statuspage.render.twin import path_of
from statuspage.said import Said, said
from statuspage.site.page import Context, Facts, PublicPage
from statuspage.site.rendering import as_is
from statuspage.site.robots import TEXT

_INCIDENTS = 20
_LISTS: tuple[tuple[str, Said], ...] = (
    ("/", said("Status")),
    ("/maintenance", said("Maintenance")),
    ("/history", said("History")),
    ("/sla", said("Promises")),
    ("/promises", said("Kept or not")),
    ("/reports", said("Reports")),
    ("/changelog", said("News")),
    ("/notices", said("Notices")),
    ("/you-said-we-did", said("You said, we did")),
    ("/record", said("The record")),
)
_PROGRAMS: tuple[tuple[str, Said], ...] = (
    ("/api/v1/openapi.json", said("API")),
    ("/feeds/all.json", said("Everything (JSON)")),
    ("/updates.atom", said("Every update (Atom)")),
    ("/sitemap.xml", said("Site map")),
)


def llms(context: Context) -> Facts:
    """The list: what there is at all, the newest incidents, the promises, what programs read."""
    site, say = context.site, context.locale.say
    told = say(said("The state of {site}, its history and its promises.", site=site.name))
    blocks = [
        f"# {one_line(site.name)}",
        f"> {one_line(site.description or told)}",
        say(
            said(
                "Each page has the same text as Markdown, at its address with {ending}. Times are "
                "in {zone}.",
                ending=".md",
                zone=site.timezone,
            )
        ),
        _section(
            say(said("Pages")), (_link(context, path_of(path), say(name)) for path, name in _LISTS)
        ),
        _section(say(said("Incidents")), _incidents(context)),
        _section(say(said("Promises")), _promises(context)),
        _section(
            say(said("For programs")), (_link(context, path, say(name)) for path, name in _PROGRAMS)
        ),
    ]
    body = "\n\n".join(block for block in blocks if block) + "\n"
    return Facts({"body": body.encode()}, context.now)


def _section(heading: str, rows: Iterable[str]) -> str:
    found = "\n".join(rows)
    return f"## {heading}\n\n{found}" if found else ""


def _incidents(context: Context) -> Iterator[str]:
    for one in context.library.incidents.newest(_INCIDENTS, Kind.INCIDENT):
        started = one.started_at.astimezone(context.site.zone)
        note = f"{context.locale.say(one.status.label)}, {started:%Y-%m-%d}"
        yield _link(context, path_of(one.path), one.title, note)


def _promises(context: Context) -> Iterator[str]:
    for one in context.library.objectives.current():
        if not one.is_withdrawn:
            yield _link(context, path_of(one.path), one.title)


def _link(context: Context, path: str, name: str, note: str = "") -> str:
    words = one_line(name).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return f"- [{words}]({context.site.address(path)}){f': {note}' if note else ''}"


PAGES = (PublicPage("/llms.txt", llms, as_is, TEXT, sums_up=True),)
