"""Written things on the page: the changelog, "you said, we did", and free pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.record.kinds.entry import ENTRIES
from statuspage.domain.record.recorded import Recorded
from statuspage.domain.vocabulary import window
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.domain.vocabulary.site import Component
from statuspage.errors import NotFound
from statuspage.said import said
from statuspage.site.changes import changes_of
from statuspage.site.page import Context, Facts, Params, PublicPage, Reader
from statuspage.site.rendering import template

_STATES = ("asked", "done", "doing", "planned", "considering", "unchanged", "declined")


def modified(found: Iterable[Entry], context: Context) -> datetime:
    """When the newest of some entries last changed; the present when there is none."""
    return max((entry.updated_at for entry in found), default=context.now)


def changelog(context: Context) -> Facts:
    """Every change, the newest first."""
    found = context.library.entries.all_of(EntryKind.CHANGELOG)
    names = {component.id: component for component in context.library.components.known()}
    return Facts({"entries": found, "components": names}, modified(found, context))


def changelog_entry(context: Context, slug: str) -> Facts:
    """One change, what it touched, and the wishes it answers."""
    entry = context.library.entries.by_slug(EntryKind.CHANGELOG, slug)
    library = context.library
    answered = library.entries.by_slugs(EntryKind.OUTCOME, entry.details.get("feedback", ()))
    proven = library.entries.leading_to([entry.path]).get(entry.path, [])
    answered = {**answered, **{one.slug: one for one in proven}}
    values = {
        "entry": entry,
        "components": _named(context, entry.details.get("components", ())),
        "outcomes": list(answered.values()),
        **_recorded(context, entry),
    }
    return Facts(values, entry.updated_at)


def _named(context: Context, ids: Iterable[str]) -> list[Component]:
    wanted = set(ids)
    return [component for component in context.library.components.known() if component.id in wanted]


def outcomes(context: Context) -> Facts:
    """What people asked for and what became of it."""
    found = context.library.entries.all_of(EntryKind.OUTCOME)
    values = {"groups": by_state(found), **promised(context, found)}
    return Facts(values, modified(found, context))


def by_state(found: Sequence[Entry]) -> list[tuple[str, list[Entry]]]:
    """Answers by how far they are: what was done first, then what is to come, then what is not."""
    groups = [
        (state, [one for one in found if one.details.get("state", "considering") == state])
        for state in _STATES
    ]
    return [(state, inside) for state, inside in groups if inside]


def outcome(context: Context, slug: str) -> Facts:
    """One wish and its answer."""
    entry = context.library.entries.by_slug(EntryKind.OUTCOME, slug)
    path = entry.path
    values = {
        "entry": entry,
        "answering": context.library.entries.leading_to([path]).get(path, []),
        "titles": _titles(context, entry.details.get("evidence", ())),
        **promised(context, [entry]),
        **_recorded(context, entry),
    }
    return Facts(values, entry.updated_at)


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
    return {"first_dues": first_dues(context, found), "today": today}


def first_dues(context: Context, found: Iterable[Entry]) -> dict[str, str]:
    """The day first named in public for each answer that was edited since; "" where none was."""
    outcomes = ENTRIES[EntryKind.OUTCOME]
    slugs = {outcomes.subject(one.slug): one.slug for one in found if one.revision > 1}
    histories = context.library.record.histories(list(slugs)) if slugs else {}
    return {
        slugs[subject]: next((due for due in map(_due, history) if due), "")
        for subject, history in histories.items()
    }


def _due(revision: Recorded) -> str:
    details = ENTRIES[EntryKind.OUTCOME].value("details", revision)
    return str(details.get("due") or "")


def _recorded(context: Context, entry: Entry) -> dict[str, object]:
    """What the entry's revisions changed, and where the newest stands in the record."""
    subject = ENTRIES[entry.kind].subject(entry.slug)
    told = changes_of(context, [subject])
    return {
        "changes": told.get(subject, []),
        "mark": context.library.record.marks([subject])[subject],
    }


def free_page(context: Context, slug: str) -> Facts:
    """A page of content/pages."""
    entry = context.library.entries.by_slug(EntryKind.PAGE, slug)
    if entry.withdrawn_at is not None:
        raise NotFound(said("There is no page '{slug}'.", slug=slug))
    return Facts({"entry": entry, **_recorded(context, entry)}, entry.updated_at)


def _slug_page(pattern: str, reader: Reader, name: str, kind: EntryKind) -> PublicPage:
    """The page of a single entry of a kind."""

    def all_slugs(context: Context) -> Iterable[Params]:
        return [
            {"slug": entry.slug}
            for entry in context.library.entries.all_of(kind)
            if kind is not EntryKind.PAGE or entry.withdrawn_at is None
        ]

    return PublicPage(pattern, reader, template(name), all_params=all_slugs, in_sitemap=True)


PAGES = (
    PublicPage("/changelog", changelog, template("changelog.html"), in_sitemap=True),
    _slug_page("/changelog/{slug}", changelog_entry, "change.html", EntryKind.CHANGELOG),
    PublicPage("/you-said-we-did", outcomes, template("outcomes.html"), in_sitemap=True),
    _slug_page("/you-said-we-did/{slug}", outcome, "outcome.html", EntryKind.OUTCOME),
    _slug_page("/pages/{slug}", free_page, "page.html", EntryKind.PAGE),
)
