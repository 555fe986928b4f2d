"""What feed items say of written things: a changelog entry, an outcome, a notice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from statuspage.domain.listening.waiting import wait_of
from statuspage.domain.promises.notice import Notice
from statuspage.domain.record.kinds.entry import ENTRIES
from statuspage.domain.record.kinds.reminder import REMINDER
from statuspage.domain.vocabulary.entry import (
    BECAUSE,
    CHANGE_TYPES,
    OUTCOME_STATES,
    PATHS,
    Entry,
    EntryKind,
)
from statuspage.domain.vocabulary.site import Site
from statuspage.render.feeds.documents import Item
from statuspage.render.feeds.passages import (
    NO_EDITS,
    WEB,
    Edits,
    Passage,
    edited,
    item,
    labelled,
    line,
    link,
    time,
    written,
)
from statuspage.render.words.locale import locale
from statuspage.render.words.notices import day_words, kind_label, lead_words, reminder_words
from statuspage.render.words.times import day, written_day
from statuspage.render.words.updates import foreign_note, html_of, text_of
from statuspage.said import Said, counted, joined, said

BREAKING = said("This may break what you built on it.")


def entry_item(
    site: Site,
    entry: Entry,
    published: datetime,
    names: Mapping[str, str],
    summary: str,
    edits: Edits = NO_EDITS,
    notice: Notice | None = None,
) -> Item:
    """Something written. `names` gives the name of each component by its id; `notice` has the days
    of a notice."""
    touched = [component for component in entry.details.get("components", ()) if component in names]
    called = [names[component] for component in touched]
    if notice is not None:
        facts = _notice_words(site, notice, called)
        days = locale(site.language).say(joined(day_words(locale(site.language), notice), " "))
        summary = f"{days} {summary}"
    else:
        facts = _CONTENTS[entry.kind](site, entry, called)
    title = _titled(site, entry)
    if entry.withdrawn_at is not None:
        withdrawn_at = time(site, entry.withdrawn_at)
        facts.insert(0, line(site, said("This entry was withdrawn on {time}.", time=withdrawn_at)))
        title = labelled(site, said("Withdrawn"), entry.title)
    facts += edited(site, edits.get(ENTRIES[entry.kind].subject(entry.slug)))
    sort = str(
        entry.details.get("type") or entry.details.get("state") or entry.details.get("kind") or ""
    )
    return item(
        site,
        name=f"{entry.kind}/{entry.slug}",
        path=quote(entry.path),
        title=title,
        passages=facts,
        summary=summary,
        published=published,
        updated=notice.updated_at if notice else entry.updated_at,
        tags=[
            entry.kind,
            *filter(None, [sort]),
            *_breaking(entry),
            *(names[component] for component in touched),
        ],
        author=str(entry.details.get("owner") or ""),
        subjects=[
            ENTRIES[entry.kind].subject(entry.slug),
            *([REMINDER.subject(entry.slug)] if notice and notice.reminders else []),
        ],
        details={
            "kind": entry.kind,
            "status": "withdrawn" if entry.withdrawn_at is not None else sort,
            **(_days(notice) if notice else {}),
            "components": [{"id": component, "name": names[component]} for component in touched],
        },
    )


def _titled(site: Site, entry: Entry) -> str:
    """Its title; that of a request after where it stands, as news of it tell just that."""
    if entry.kind is not EntryKind.OUTCOME:
        return entry.title
    return labelled(site, OUTCOME_STATES[str(entry.details["state"])], entry.title)


def _breaking(entry: Entry) -> list[str]:
    return ["breaking"] if entry.is_marked_breaking else []


def _change_words(site: Site, entry: Entry, components: list[str]) -> list[Passage]:
    label = CHANGE_TYPES.get(str(entry.details.get("type", "")))
    names = locale(site.language).comma.join(components)
    head = said("{label}: {text}", label=label, text=names) if label and components else label
    warning = [line(site, BREAKING)] if entry.is_marked_breaking else []
    version = entry.details.get("version")
    release = [line(site, said("Version {version}", version=version))] if version else []
    words = [_written(site, entry)] if entry.words else []  # its title may say it all
    return [line(site, head or names), *release, *warning, *words]


def _days(notice: Notice) -> Mapping[str, object]:
    """What programs read beside the words of a notice."""
    removed = notice.removed
    return {
        "effective": notice.effective.isoformat(),
        "removed": None if removed is None else removed.isoformat(),
        "cancelled": notice.is_called_off,
    }


def _notice_words(site: Site, notice: Notice, components: list[str]) -> list[Passage]:
    """What it is about, its days and why, then its own words."""
    entry, spoken = notice.entry, locale(site.language)
    get, label, names = entry.details.get, kind_label(notice), spoken.comma.join(components)
    head = said("{label}: {text}", label=label, text=names) if components else label
    note = foreign_note(entry.words_in, spoken)
    told: list[Said | str | None] = [
        *(reminder_words(notice), head, BREAKING if entry.is_marked_breaking else None, note),
        said("Cancelled: {words}", words=get("cancelled")) if get("cancelled") else None,
        joined([*day_words(spoken, notice), *lead_words(spoken, notice)], " "),
        said("Whom it concerns: {words}", words=get("audience")) if get("audience") else None,
        said("Why: {reason}", reason=get("reason")),
        said("What it follows: {words}", words=get("value")) if get("value") else None,
    ]
    follows, alternative = (str(get(name) or "") for name in ("follows", "alternative"))
    links = [
        said("Where that is written: {link}", link=link(_evidence(site, follows)))
        if follows
        else None,
        said("Use instead: {link}", link=link(_evidence(site, alternative)))
        if alternative
        else None,
    ]
    above = [line(site, words) for words in [*told, *links] if words]
    return [*above, _written(site, entry)]


def _outcome_words(site: Site, entry: Entry, _: list[str]) -> list[Passage]:
    """What was said, what was done or why not, and the evidence."""
    get = entry.details.get
    told = [line(site, said("You said: {words}", words=get("said")))] if get("said") else []
    quotes = [_quoted(words) for words in get("quotes") or () if words != get("said")]
    given = [
        line(site, sentence) for sentence in (*_answer(site, entry.details), *_clock(site, entry))
    ]
    evidence = [
        line(site, said("Evidence: {link}", link=link(_evidence(site, reference))))
        for reference in entry.details.get("evidence") or ()
    ]
    note = foreign_note(entry.words_in, locale(site.language))
    above = [line(site, note)] if note else []
    return [*above, *told, *quotes, *given, _written(site, entry), *evidence]


def _written(site: Site, entry: Entry) -> Passage:
    spoken = locale(site.language)
    return written(site, html_of(entry, spoken), text_of(entry, spoken))


def _quoted(words: str) -> Passage:
    html = Markup('<blockquote dir="auto"><p>{}</p></blockquote>').format(words)
    return Passage(str(html), f"> {words}")


def _answer(site: Site, details: Mapping[str, Any]) -> Iterator[Said]:
    """How often it was said, and what became of it."""
    spoken, get = locale(site.language), details.get
    heard = int(get("heard") or 0)
    times_heard = heard and counted("heard {count} time", "heard {count} times", heard)
    if source := [one for one in (times_heard, get("channel"), get("period")) if one]:
        yield said("({source})", source=source)
    if get("state"):
        yield said("State: {state}", state=OUTCOME_STATES[str(get("state"))])
    if get("did"):
        yield said("What we did: {words}", words=get("did"))
    if get("because"):
        yield BECAUSE[str(get("because"))]
    if get("reason"):
        is_no = get("state") == "declined"
        why = said("Why not: {words}") if is_no else said("Why: {words}")
        yield Said(why.key, {"words": get("reason")})
    if get("due"):
        yield said("Due: {day}", day=written_day(spoken, str(get("due"))))
    if get("done"):
        yield said("Done: {day}", day=written_day(spoken, str(get("done"))))


def _clock(site: Site, entry: Entry) -> Iterator[Said]:
    """When it was asked and answered; of one that waits, by when we mean to answer."""
    spoken, wait, same_as = locale(site.language), wait_of(entry), entry.details.get("same_as")
    if same_as:
        path = PATHS[EntryKind.OUTCOME] + quote(str(same_as))
        yield said("The same request: {link}", link=link(site.address(path)))
    elif wait is not None:
        asked = day(spoken, wait.asked_at, site.zone)
        if wait.answered_at is not None:
            answered = day(spoken, wait.answered_at, site.zone)
            yield said("Asked on {day}, answered on {answered}", day=asked, answered=answered)
        elif wait.answer_by is not None:
            due = day(spoken, wait.answer_by, site.zone)
            yield said("Asked on {day}, we answer by {due}", day=asked, due=due)


def _evidence(site: Site, reference: str) -> str:
    return reference if reference.startswith(WEB) else site.address(reference)


def _story_words(site: Site, entry: Entry, _: list[str]) -> list[Passage]:
    """Who tells it, and their words; of one that is told no more, that they are gone."""
    get = entry.details.get
    who = [line(site, said("Told by {name}", name=get("who")))] if get("who") else []
    quote = [_quoted(str(get("quote")))] if get("quote") else []
    return [*who, *quote, _written(site, entry)]


_CONTENTS = {
    EntryKind.CHANGELOG: _change_words,
    EntryKind.OUTCOME: _outcome_words,
    EntryKind.STORY: _story_words,
}
