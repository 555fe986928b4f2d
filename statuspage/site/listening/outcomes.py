"""The page of one request: who asked, what was decided and done, what proves it, did it help."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from statuspage.domain.asking.questions import QuestionKind
from statuspage.domain.asking.verdict import JUDGED
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.library.library import Library
from statuspage.domain.listening.standing import RequestStanding, standing
from statuspage.domain.promises.figure import Figure
from statuspage.domain.record.kinds.entry import ENTRIES
from statuspage.domain.record.recorded import Recorded
from statuspage.domain.vocabulary import window
from statuspage.domain.vocabulary.entry import PATHS, Entry, EntryKind
from statuspage.site.asking import answers
from statuspage.site.entries import all_slugs, named_components, recorded, slugs_by_year
from statuspage.site.page import Context, Facts, PublicPage
from statuspage.site.rendering import template

_OUTCOME = ENTRIES[EntryKind.OUTCOME]


@dataclass(frozen=True)
class Measured:
    """A figure before and after something was done; None where it is not published yet."""

    sla: str
    title: str
    before: str  # the names of the periods
    after: str
    figure_before: Figure | None
    figure_after: Figure | None


def outcome(context: Context, slug: str) -> Facts:
    """One request and its answer."""
    library = context.library
    entry = library.entries.by_slug(EntryKind.OUTCOME, slug)
    details = entry.details
    leading = library.entries.leading_to([entry.path]).get(entry.path, [])
    merged = _merged(library, entry)
    one = standing_of(context, entry, merged)
    target = str(details.get("same_as") or "")
    values = {
        "entry": entry,
        "standing": one,
        "merged": merged,
        "target": library.entries.by_slugs(EntryKind.OUTCOME, [target]).get(target),
        "answering": [one for one in leading if one.details.get("same_as") != slug],
        "components": named_components(context, details.get("components") or ()),
        "titles": _titles(context, details.get("evidence") or ()),
        "measured": _measured(library, details.get("measure")),
        "told": answers(context, QuestionKind.HELPED, slug),
        "disagreed": answers(context, QuestionKind.DISAGREED, f"outcomes/{slug}"),
        "is_judged": entry.withdrawn_at is None and details.get("state") in JUDGED,
        **promised(context, [entry]),
        **recorded(context, entry),
    }
    return Facts(values, entry.updated_at)


def standing_of(context: Context, entry: Entry, merged: Sequence[Entry]) -> RequestStanding:
    """How one request stands now. It holds until that turns, or its day ends."""
    zone = context.site.zone
    heard = context.library.tallies.of("heard", [entry.slug, *(one.slug for one in merged)])
    found = standing(entry, merged, heard, context.now, zone)
    context.holds_for_the_day()
    for instant in found.turns_at:
        context.library.holds_until(instant)
    return found


def _merged(library: Library, entry: Entry) -> list[Entry]:
    """The requests that were merged into one, those that were merged into these, and so on."""
    found: dict[str, Entry] = {}
    paths = [entry.path]
    while paths:
        leading = library.entries.leading_to(paths)
        into = {path.rpartition("/")[2] for path in paths}
        new = {
            one.slug: one
            for some in leading.values()
            for one in some
            if one.details.get("same_as") in into and one.slug not in (*found, entry.slug)
        }
        found |= new
        paths = [one.path for one in new.values()]
    return list(found.values())


def _measured(library: Library, named: Mapping[str, str] | None) -> Measured | None:
    """The figures that an answer names to show what it changed, as they were published."""
    if not named:
        return None
    sla, before, after = named["sla"], named["before"], named["after"]
    versions = library.objectives.histories([sla]).get(sla)
    if not versions:
        return None
    figures = (library.figures.newest(sla, period) for period in (before, after))
    return Measured(sla, versions[0].promised.title, before, after, *figures)


def _titles(context: Context, references: Iterable[str]) -> dict[str, str]:
    """What the references of an answer are called, of those that lead to something here."""
    library = context.library
    named = {path: path.rpartition("/")[::2] for path in references if path.startswith("/")}
    found: dict[str, str] = {}
    for path, (room, name) in named.items():
        told: Mapping[str, Entry | Incident] = {}
        if room == "/changelog":
            told = library.entries.by_slugs(EntryKind.CHANGELOG, [name])
        elif room == "/you-said-we-did":
            told = library.entries.by_slugs(EntryKind.OUTCOME, [name])
        elif room == "/incidents":
            told = library.incidents.by_keys([name])
        if name in told:
            found[path] = told[name].title
    return found


def promised(context: Context, found: Iterable[Entry]) -> dict[str, object]:
    """By what answers are judged: `first_dues` by slug, and `today`."""
    context.holds_for_the_day()
    today = window.local_date(context.now, context.site.zone)
    dues = {slug: one.first_due for slug, one in courses(context, found).items()}
    return {"first_dues": dues, "today": today}


@dataclass(frozen=True)
class Course:
    """What became of a request in public, told by its revisions."""

    first_due: str  # the day first named, as ISO text; "" where none was
    states: tuple[tuple[str, datetime], ...]  # each state, and when it was said


def courses(context: Context, found: Iterable[Entry]) -> dict[str, Course]:
    """The course of each request by its slug, the oldest state first."""
    every = list(found)
    edited = [_OUTCOME.subject(one.slug) for one in every if one.revision > 1]
    histories = context.library.record.histories(edited) if edited else {}
    return {one.slug: _course(one, histories.get(_OUTCOME.subject(one.slug))) for one in every}


def _course(entry: Entry, history: Sequence[Recorded] | None) -> Course:
    told = [(entry.details, entry.published_at)]
    if history:
        told = [(_OUTCOME.value("details", one), one.at) for one in history]
    states: list[tuple[str, datetime]] = []
    for details, at in told:
        state = str(details.get("state") or "")  # "" of one whose words were erased
        if state and (not states or states[-1][0] != state):
            states.append((state, at))
    due = next((str(one["due"]) for one, _ in told if one.get("due")), "")
    return Course(due, tuple(states))


PAGES = (
    PublicPage(
        f"{PATHS[EntryKind.OUTCOME]}{{slug}}",
        outcome,
        template("outcome.html"),
        all_params=all_slugs(EntryKind.OUTCOME),
        by_year=slugs_by_year(EntryKind.OUTCOME),
        in_sitemap=True,
    ),
)
