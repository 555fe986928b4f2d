"""Documents of what is written: the changelog, and "you said, we did"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Literal, TypeVar
from urllib.parse import quote

from statuspage.domain.listening.standing import RequestStanding
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.errors import InvalidInput
from statuspage.render.feeds.passages import WEB, absolute
from statuspage.render.words.updates import html_of, text_of
from statuspage.said import said
from statuspage.site.answers import Answer, At
from statuspage.site.api.reading import address_after, document, reading
from statuspage.site.entries import modified
from statuspage.site.listening.board import every_standing
from statuspage.site.listening.outcomes import Course, courses
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


class StateSince(Answer):
    """A state that an outcome was in, and when that was said."""

    state: str
    at: At


class MeasuredPeriods(Answer):
    """Periods of an SLA that show what was changed: one before, and one after."""

    sla: str
    before: str
    after: str


class Outcome(WrittenEntry):
    """What people asked for, and what became of it; `heard` is how many asked, of all channels.

    `days` is how long it waited for an answer, or has been waiting today; `late`: longer than was
    promised; `stale`: nobody looked at it for 90 days, so that its state is not known any more.
    `first_due` is the day first named in public: it decides whether the answer is late. `channels`
    counts voices by the way they came; of requests that were merged into it, too.
    """

    said: str
    state: Literal["asked", "considering", "planned", "doing", "done", "unchanged", "declined"]
    stale: bool
    asked: At | None
    answer_by: At | None
    answered: At | None
    days: int | None
    waiting: bool
    late: bool
    states: list[StateSince]
    heard: int | None
    channels: dict[str, int]
    channel: str | None
    period: str | None
    quotes: list[str]
    did: str | None
    reason: str | None
    because: str | None
    due: date | None
    first_due: date | None
    done: date | None
    reviewed: date | None
    evidence: list[str]
    measure: MeasuredPeriods | None
    owner: str | None
    same_as: str | None
    merged: list[str]
    components: list[NamedComponent]
    tags: list[str]


class Outcomes(Answer):
    """Every wish and its answer, the newest first."""

    outcomes: list[Outcome]


def changelog(context: Context) -> Facts:
    """Every change, the newest first."""
    every = context.library.entries.all_of(EntryKind.CHANGELOG)
    found, last = _part(context, every, lambda one: one.slug)
    names = _names(context)
    shown = Changelog(changes=[_change(context, one, names) for one in found])
    return document(shown, modified(found, context), address_after(context, "/changelog", last))


def outcomes(context: Context) -> Facts:
    """What people asked for and what became of it, the newest first."""
    every = every_standing(context)
    found, last = _part(context, every, lambda one: one.entry.slug)
    entries = [one.entry for one in found]
    told, names = courses(context, entries), _names(context)
    shown = [_outcome(context, one, told[one.entry.slug], names) for one in found]
    following = address_after(context, "/outcomes", last)
    return document(Outcomes(outcomes=shown), modified(entries, context), following)


_Row = TypeVar("_Row")


def _part(
    context: Context, every: Sequence[_Row], key: Callable[[_Row], str]
) -> tuple[list[_Row], str | None]:
    """All of a list where no part is asked for. Raises InvalidInput."""
    if context.part.state:
        raise InvalidInput({"state": said("This list has no states; leave it out.")})
    return ([*every], None) if context.part.is_everything else context.part.cut(every, key)


def _names(context: Context) -> dict[str, str]:
    return {component.id: component.name for component in context.library.components.known()}


def written(context: Context, entry: Entry) -> dict[str, Any]:
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


def change(context: Context, entry: Entry) -> Change:
    """One change, as the list has it."""
    return _change(context, entry, _names(context))


def _change(context: Context, entry: Entry, names: dict[str, str]) -> Change:
    return Change(
        **written(context, entry),
        type=entry.details["type"],
        breaking=entry.is_marked_breaking,
        version=entry.details.get("version") or None,
        components=_components(entry, names),
        feedback=list(entry.details.get("feedback", ())),
    )


def _components(entry: Entry, names: dict[str, str]) -> list[NamedComponent]:
    named = entry.details.get("components") or ()
    return [NamedComponent(id=one, name=names[one]) for one in named if one in names]


def _outcome(
    context: Context, one: RequestStanding, course: Course, names: dict[str, str]
) -> Outcome:
    entry, told, wait = one.entry, one.entry.details, one.wait
    texts = ("channel", "period", "did", "reason", "owner", "because", "same_as")
    lines: dict[str, Any] = {name: told.get(name) or None for name in texts}
    return Outcome(
        **written(context, entry),
        **lines,
        said=told.get("said", ""),
        state=told["state"],
        stale=one.is_stale,
        asked=wait.asked_at if wait else None,
        answer_by=wait.answer_by if wait else None,
        answered=wait.answered_at if wait else None,
        days=one.days,
        waiting=one.is_waiting,
        late=one.is_late,
        states=[StateSince(state=state, at=at) for state, at in course.states],
        heard=one.voices.total,
        channels=dict(one.voices.by_channel),
        quotes=list(told.get("quotes") or ()),
        due=told.get("due"),
        first_due=date.fromisoformat(course.first_due[:10]) if course.first_due else None,
        done=told.get("done"),
        reviewed=told.get("reviewed"),
        evidence=[
            one if one.startswith(WEB) else context.site.address(one)
            for one in told.get("evidence") or ()
        ],
        measure=MeasuredPeriods(**told["measure"]) if told.get("measure") else None,
        merged=list(one.merged),
        components=_components(entry, names),
        tags=list(told.get("tags") or ()),
    )


READINGS = (
    reading(
        "/changelog", changelog, said("Every change, the newest first."), Changelog, is_sliced=True
    ),
    reading(
        "/outcomes",
        outcomes,
        said("What people asked for and what became of it, the newest first."),
        Outcomes,
        is_sliced=True,
    ),
)
