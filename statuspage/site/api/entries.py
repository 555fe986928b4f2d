"""Documents of what is written: the changelog, and "you said, we did"."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from urllib.parse import quote

from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.render.passages import WEB, absolute
from statuspage.render.words.updates import html_of, text_of
from statuspage.said import said
from statuspage.site.answers import Answer, At
from statuspage.site.api.reading import document, reading
from statuspage.site.entries import first_dues, modified
from statuspage.site.page import Context, Facts


class NamedComponent(Answer):
    """A component by its id and its name."""

    id: str
    name: str


class WrittenEntry(Answer):
    """Something written. `body` is Markdown, `html` the same as its page shows it.

    `texts` has what it says in further languages, by language, as {"title": ..., "body": ...}.
    `at` is the time it stands under. What was withdrawn stays readable.
    """

    id: str
    title: str
    at: At
    updated_at: At
    withdrawn_at: At | None
    body: str
    html: str
    texts: dict[str, dict[str, str]]
    erased: bool
    revision: int
    url: str


class Change(WrittenEntry):
    """A change of the service, of a type of Keep a Changelog; `feedback` are ids of outcomes.

    `breaking`: it is marked as one that may break what readers built. `version` is the release it
    came with, where one is named.
    """

    type: Literal["added", "changed", "deprecated", "removed", "fixed", "security"]
    breaking: bool
    version: str | None
    components: list[NamedComponent]
    feedback: list[str]


class Changelog(Answer):
    """Every change, the newest first."""

    changes: list[Change]


class Outcome(WrittenEntry):
    """What people asked for, and what became of it; `heard` is how often it was said.

    `first_due` is the day first named in public: it decides whether the answer is late.
    """

    said: str
    state: Literal["asked", "considering", "planned", "doing", "done", "unchanged", "declined"]
    heard: int | None
    channel: str | None
    period: str | None
    did: str | None
    reason: str | None
    due: date | None
    first_due: date | None
    done: date | None
    evidence: list[str]
    owner: str | None


class Outcomes(Answer):
    """Every wish and its answer, the newest first."""

    outcomes: list[Outcome]


def changelog(context: Context) -> Facts:
    """Every change, the newest first."""
    found = context.library.entries.all_of(EntryKind.CHANGELOG)
    names = {component.id: component.name for component in context.library.components.known()}
    shown = Changelog(changes=[_change(context, one, names) for one in found])
    return document(shown, modified(found, context))


def outcomes(context: Context) -> Facts:
    """What people asked for and what became of it, the newest first."""
    found = context.library.entries.all_of(EntryKind.OUTCOME)
    firsts = first_dues(context, found)
    shown = Outcomes(outcomes=[_outcome(context, one, firsts.get(one.slug, "")) for one in found])
    return document(shown, modified(found, context))


def _written(context: Context, entry: Entry) -> dict[str, Any]:
    """The keys of `WrittenEntry`."""
    return {
        "id": entry.slug,
        "title": entry.title,
        "at": entry.at,
        "updated_at": entry.updated_at,
        "withdrawn_at": entry.withdrawn_at,
        "body": text_of(entry, context.locale),
        "html": absolute(context.site, html_of(entry, context.locale)),
        "texts": {language: dict(entry.wordings.of(language)) for language in entry.wordings},
        "erased": entry.erased is not None,
        "revision": entry.revision,
        "url": context.site.address(quote(entry.path)),
    }


def _change(context: Context, entry: Entry, names: dict[str, str]) -> Change:
    return Change(
        **_written(context, entry),
        type=entry.details["type"],
        breaking=entry.is_marked_breaking,
        version=entry.details.get("version") or None,
        components=[
            NamedComponent(id=one, name=names[one])
            for one in entry.details.get("components", ())
            if one in names
        ],
        feedback=list(entry.details.get("feedback", ())),
    )


def _outcome(context: Context, entry: Entry, first_due: str) -> Outcome:
    told = entry.details
    texts = ("channel", "period", "did", "reason", "owner")
    written: dict[str, Any] = {name: told.get(name) or None for name in texts}
    return Outcome(
        **_written(context, entry),
        **written,
        said=told.get("said", ""),
        state=told["state"],
        heard=told.get("heard"),
        due=told.get("due"),
        first_due=date.fromisoformat(found[:10])
        if (found := first_due or told.get("due"))
        else None,
        done=told.get("done"),
        evidence=[
            one if one.startswith(WEB) else context.site.address(one)
            for one in told.get("evidence") or ()
        ],
    )


READINGS = (
    reading("/changelog", changelog, said("Every change, the newest first."), Changelog),
    reading(
        "/outcomes",
        outcomes,
        said("What people asked for and what became of it, the newest first."),
        Outcomes,
    ),
)
