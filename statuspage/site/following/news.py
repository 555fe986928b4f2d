"""What the entries of the record are as news, and the words of news: the items of the feeds."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.promises import news as promised
from statuspage.domain.promises.notice import is_called_off, named_days
from statuspage.domain.promises.sla import numbered
from statuspage.domain.record.kinds.entry import ENTRIES
from statuspage.domain.record.kinds.incident import INCIDENT
from statuspage.domain.record.kinds.reminder import REMINDER
from statuspage.domain.record.kinds.report import REPORT
from statuspage.domain.record.recorded import Recorded, parse_stamp
from statuspage.domain.reports import news as reported
from statuspage.domain.reports.report import PeriodReport
from statuspage.domain.telling.news import News, NewsKind
from statuspage.domain.vocabulary.entry import Entry, EntryKind, Published
from statuspage.domain.vocabulary.states import Impact
from statuspage.figures.objectives import versions_of
from statuspage.render.feeds.documents import Item
from statuspage.render.feeds.told import ToldNews
from statuspage.site.following import journals
from statuspage.site.page import Context


@dataclass(frozen=True)
class Entered:
    """An entry of the record, as its event names it."""

    subject: str
    revision: int
    at: datetime


def news_of(context: Context, act: Sequence[Entered]) -> list[News]:
    """What one act is as news, the oldest first; most of its entries are none by themselves."""
    found = [one for one in (describe(context, entered) for entered in act) if one is not None]
    spoken = {one.incident for one in found if one.subject.startswith("update/")}
    return [
        one for one in found if not (_is_heading(one.subject) and one.incident in spoken)
    ]  # what changes an incident along with a word is told by the word


def describe(context: Context, entered: Entered) -> News | None:
    """An entry as news, or None."""
    kind, _, name = entered.subject.partition("/")
    teller = _TELLERS.get(kind)
    return None if teller is None else teller(context, entered, name)


def told(context: Context, entered: Entered) -> ToldNews | None:
    """An entry as news with its words in the language of a context; None for what is none.

    The words are those that stand now: what was withdrawn since is said to be.
    """
    context = context.in_its_language()
    news = describe(context, entered)
    if news is None:
        return None
    if news.incident:
        incident = context.library.incidents.by_key(news.incident)
        [item] = journals.updates_of(context, [(incident.key, _word(incident, entered.subject))])
        return ToldNews(news, item, incident)
    return ToldNews(news, _item(context, news), report=_report_of(context, news))


def is_withdrawn(told: ToldNews) -> bool:
    """Whether what it was to tell was taken back since; that it was may be told itself."""
    if told.news.is_edit:
        return False
    if told.incident is None:
        return told.item.details.get("status") == "withdrawn"
    key = told.news.subject.partition("/")[2]
    return any(one.key == key and one.withdrawn_at is not None for one in told.incident.updates)


def _word(incident: Incident, subject: str) -> str:
    """The key of the update that tells of a subject: itself, or the newest one."""
    if _is_heading(subject):
        return incident.newest_words.key
    return subject.partition("/")[2]


def _is_heading(subject: str) -> bool:
    return subject.startswith("incident/")


def _history(context: Context, subject: str) -> Sequence[Recorded]:
    return context.library.record.histories([subject]).get(subject, ())


def _update(context: Context, entered: Entered, _: str) -> News:
    key = str(_history(context, entered.subject)[0].statement.facts["incident"])
    return _of_incident(context, entered, key, is_edit=entered.revision > 1)


def _incident(context: Context, entered: Entered, key: str) -> News | None:
    if entered.revision == 1:
        return None  # its first word tells of it
    return _of_incident(context, entered, key, is_edit=True)


def _of_incident(context: Context, entered: Entered, key: str, *, is_edit: bool) -> News:
    incident = context.library.incidents.by_key(key)
    components = tuple(component for component, _ in incident.components)
    return News(
        subject=entered.subject,
        revision=entered.revision,
        at=entered.at,
        kind=NewsKind.of(incident.kind),
        topic=INCIDENT.subject(key),
        incident=key,
        components=components,
        groups=groups_of(context, components),
        impact=worst_impact(context, incident),
        is_edit=is_edit,
    )


def worst_impact(context: Context, incident: Incident) -> Impact:
    """The worst it was said to have: whoever was told that it is bad is told how it goes on."""
    history = _history(context, INCIDENT.subject(incident.key))
    said = [Impact(str(one.statement.facts["impact"])) for one in history]
    return max([incident.impact, *said], key=lambda impact: impact.severity)


def groups_of(context: Context, components: Sequence[str]) -> tuple[str, ...]:
    known = context.library.components.known()
    return tuple(dict.fromkeys(one.group for one in known if one.id in components and one.group))


def _entry(kind: EntryKind, named: NewsKind) -> Callable[[Context, Entered, str], News | None]:
    def teller(context: Context, entered: Entered, slug: str) -> News | None:
        entry = _entry_of(context, kind, slug)
        components = tuple(map(str, entry.details.get("components", ())))
        return News(
            subject=entered.subject,
            revision=entered.revision,
            at=entered.at,
            kind=named,
            topic=entered.subject,
            outcome=slug if kind is EntryKind.OUTCOME else "",
            components=components,
            groups=groups_of(context, components),
            is_breaking=entry.is_breaking,
            is_edit=entered.revision > 1 and not _went_on(context, entered),
        )

    return teller


def _entry_of(context: Context, kind: EntryKind, slug: str) -> Entry:
    return context.library.entries.by_slugs(kind, [slug])[slug]


def _went_on(context: Context, entered: Entered) -> bool:
    """Whether it went a step on: that is news, and no edit of words."""
    told = {
        one.leaf.revision: json.loads(one.statement.words.get("details") or "{}")
        for one in _history(context, entered.subject)
    }
    now, before = told.get(entered.revision, {}), told.get(entered.revision - 1, {})
    began = bool(now.get("did")) and not before.get("did")
    return began or any((now.get(name) or None) != (before.get(name) or None) for name in _STEPS)


_STEPS = (
    *("state", "due", "done", "evidence", "same_as"),
    *("effective", "removed", "cancelled"),
)
"""What of an outcome, and of a notice, tells how it goes on."""


def _reminder(context: Context, entered: Entered, slug: str) -> News | None:
    """What readers are told again; nothing once another day was named, or none is to come."""
    history = _history(context, entered.subject)
    told = next(one for one in history if one.leaf.revision == entered.revision)
    entry = _entry_of(context, EntryKind.NOTICE, slug)
    reminder = REMINDER.fact(told)
    if is_called_off(entry) or reminder.day not in named_days(entry).values():
        return None
    about = ENTRIES[EntryKind.NOTICE].subject(slug)
    news = _entry(EntryKind.NOTICE, NewsKind.NOTICES)(
        context, replace(entered, subject=about), slug
    )
    return (
        None
        if news is None
        else replace(news, subject=entered.subject, is_edit=False, days_ahead=reminder.days)
    )


def _sla(context: Context, entered: Entered, sla: str) -> News | None:
    version = _versions(context, entered.subject).get(entered.revision, 1)
    if version == 1:
        return None  # promises that are made are no news
    return _promise(context, entered, sla)


def _versions(context: Context, subject: str) -> Mapping[int, int]:
    """The version of a promise that each revision of its subject tells of."""
    history = _history(context, subject)
    return {one.leaf.revision: int(one.statement.facts["version"]) for one in history}


def _figure(context: Context, entered: Entered, name: str) -> News:
    return _promise(context, entered, name.partition("/")[0])


def _promise(context: Context, entered: Entered, sla: str) -> News:
    newest = versions_of(context.library, sla)[0]
    components = tuple(newest.promised.components)
    return News(
        subject=entered.subject,
        revision=entered.revision,
        at=entered.at,
        kind=NewsKind.PROMISES,
        topic=entered.subject if entered.subject.startswith("figure/") else f"sla/{sla}",
        components=components,
        groups=groups_of(context, components),
    )


def _report(_: Context, entered: Entered, name: str) -> News | None:
    """A report, or a revision of one; what was erased from one is no news."""
    if entered.revision > 1:
        return None
    topic = REPORT.subject(name.partition("/")[0])
    return News(entered.subject, 1, entered.at, NewsKind.REPORTS, topic)


def _report_of(context: Context, news: News) -> PeriodReport | None:
    if news.kind is not NewsKind.REPORTS:
        return None
    _, period, number = news.subject.split("/")
    return context.library.reports.revisions([period])[period][int(number) - 1]


def _item(context: Context, news: News) -> Item:
    """What feeds say of an entry, a promise or a figure."""
    kind, _, name = news.subject.partition("/")
    at = news.at
    if kind == "figure":
        row = Published(promised.FIGURE, f"{name}/{news.revision}", at, at)
    elif kind == REPORT.name:
        row = Published(reported.REPORT, name, at, at)
    elif kind == "sla":
        number = _versions(context, news.subject)[news.revision]
        at = numbered(versions_of(context.library, name), number).at
        row = Published(promised.CHANGED, f"{name}/{number}", at, at)
    else:
        written = EntryKind.NOTICE if kind == REMINDER.name else EntryKind(kind)
        entry = _entry_of(context, written, name)
        first = _history(context, ENTRIES[written].subject(name))[0]
        stands_under = parse_stamp(str(first.leaf.facts["updated_at"]))  # as in the journal
        row = Published(written, name, stands_under, entry.updated_at)
    [item] = journals.items_of(context, [row])
    return item


_TELLERS: Mapping[str, Callable[[Context, Entered, str], News | None]] = {
    "update": _update,
    "incident": _incident,
    EntryKind.CHANGELOG: _entry(EntryKind.CHANGELOG, NewsKind.CHANGELOG),
    EntryKind.OUTCOME: _entry(EntryKind.OUTCOME, NewsKind.OUTCOMES),
    EntryKind.NOTICE: _entry(EntryKind.NOTICE, NewsKind.NOTICES),
    EntryKind.STORY: _entry(EntryKind.STORY, NewsKind.STORIES),
    REMINDER.name: _reminder,
    "sla": _sla,
    "figure": _figure,
    REPORT.name: _report,
}
