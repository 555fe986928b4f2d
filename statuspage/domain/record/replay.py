"""From the entries of the record back to the facts that were published, with nothing else known.

What the store says of a site and what its record says are then the same facts; `verify` renders
pages and feeds from these and holds them against the published ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from statuspage.domain.incidents import derived
from statuspage.domain.incidents.clocks import DueTime
from statuspage.domain.incidents.incident import Incident, Update
from statuspage.domain.incidents.postmortem import Postmortem
from statuspage.domain.measured.probe import ProbeVersion
from statuspage.domain.promises.frozen import FrozenRevision
from statuspage.domain.promises.pledge import Pledge, with_actions
from statuspage.domain.promises.sla import SlaVersion
from statuspage.domain.record.kinds.component import COMPONENT
from statuspage.domain.record.kinds.entry import ENTRIES
from statuspage.domain.record.kinds.figure import FIGURE
from statuspage.domain.record.kinds.incident import INCIDENT
from statuspage.domain.record.kinds.key import KEY
from statuspage.domain.record.kinds.pledge import CONSEQUENCE, PLEDGE
from statuspage.domain.record.kinds.postmortem import POSTMORTEM
from statuspage.domain.record.kinds.probe import PROBE
from statuspage.domain.record.kinds.report import REPORT
from statuspage.domain.record.kinds.site import SITE
from statuspage.domain.record.kinds.sla import SLA
from statuspage.domain.record.kinds.tally import TALLY
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.record.note import Verifier
from statuspage.domain.record.recorded import Mark, Recorded
from statuspage.domain.reports.report import PeriodReport
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.domain.vocabulary.site import Component, Site
from statuspage.domain.vocabulary.tally import Tally
from statuspage.errors import message
from statuspage.said import said

_Placed = tuple[int, bool, Update]
"""A word with the index of its first entry, and whether that one said that it was imported."""

ToHtml = Callable[[str], str]
"""Markdown as written -> clean HTML."""


@dataclass(frozen=True)
class Replay:
    """All that was published. Histories hold every revision of a subject, the oldest first."""

    site: Site | None  # None before the first settings
    components: Sequence[Component]  # in the order of the page
    incidents: Mapping[str, Incident]  # by key
    entries: Mapping[tuple[EntryKind, str], Entry]  # by kind and slug
    slas: Mapping[str, Sequence[SlaVersion]]  # by id, the newest first
    figures: Mapping[tuple[str, str], Sequence[FrozenRevision]]  # by SLA and period, oldest first
    probes: Mapping[str, Sequence[ProbeVersion]]  # by id, the oldest first
    postmortems: Mapping[str, Postmortem]  # by the key of the incident
    pledges: Mapping[str, Sequence[Pledge]]  # by the key of the incident, the first made first
    consequences: Sequence[Pledge]  # of spent budgets, the first made first
    tallies: Mapping[tuple[str, str], Tally]  # by kind, and by what they are about
    reports: Mapping[str, Sequence[PeriodReport]]  # by period, the oldest revision first
    key: Verifier | None  # that signs, as the record itself names it
    histories: Mapping[str, Sequence[Recorded]]

    def all_of(self, kind: EntryKind) -> list[Entry]:
        """Entries of a kind, withdrawn ones too, the newest first."""
        found = sorted((e for e in self.entries.values() if e.kind is kind), key=lambda e: e.slug)
        return sorted(found, key=lambda entry: entry.at, reverse=True)

    def marks(self, subjects: Iterable[str]) -> dict[str, Mark]:
        """Where the newest entry of each subject stands; one never recorded is absent."""
        found = ((subject, self.histories.get(subject)) for subject in subjects)
        return {subject: _mark(entries[-1]) for subject, entries in found if entries}


def replay(recorded: Iterable[Recorded], to_html: ToHtml) -> Replay:
    """The facts that the entries of a record tell, given in order.

    Raises ValueError when an entry says what no program of this kind enters.
    """
    histories: dict[str, list[Recorded]] = defaultdict(list)
    for entry in recorded:
        histories[entry.subject].append(entry)
    try:
        return _replayed(dict(histories), to_html)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(
            said("an entry says something that cannot be read: {error!r}", error=message(error))
        ) from error


def _replayed(histories: Mapping[str, Sequence[Recorded]], to_html: ToHtml) -> Replay:
    by_kind: dict[str, dict[str, Sequence[Recorded]]] = defaultdict(dict)
    for subject, revisions in histories.items():
        kind, _, name = subject.partition("/")
        by_kind[kind][name] = revisions
    placed = sorted(by_kind["component"].values(), key=lambda told: told[-1].leaf.facts["place"])
    components = [COMPONENT.fact(told[-1]) for told in placed]
    incidents = _incidents(by_kind["incident"], by_kind["update"], components, to_html)
    pledges = _pledges(by_kind["promise"], incidents)
    incidents |= {key: with_actions(incidents[key], made) for key, made in pledges.items()}
    site, key = histories.get("site"), histories.get("key")
    return Replay(
        site=SITE.fact(site[-1]) if site else None,
        components=components,
        incidents=incidents,
        entries={
            (kind, slug): _entry(kind, told, to_html)
            for kind in ENTRIES
            for slug, told in by_kind[kind].items()
        },
        slas={
            sla: [SLA.fact(entry) for entry in reversed(told)]
            for sla, told in by_kind["sla"].items()
        },
        figures={
            _sla_and_period(name): [_frozen(entry) for entry in told]
            for name, told in by_kind["figure"].items()
        },
        probes={name: [PROBE.fact(e) for e in told] for name, told in by_kind["probe"].items()},
        postmortems={
            name: POSTMORTEM.fact(told[-1]) for name, told in by_kind["postmortem"].items()
        },
        pledges=pledges,
        consequences=_consequences(by_kind["consequence"], by_kind["sla"]),
        tallies={(one.kind, one.about): one for one in map(_tally, by_kind["tally"].values())},
        reports=_reports(by_kind["report"].values(), to_html),
        key=KEY.fact(key[-1]).key if key else None,
        histories=histories,
    )


def _incidents(
    heads: Mapping[str, Sequence[Recorded]],
    words: Mapping[str, Sequence[Recorded]],
    components: Sequence[Component],
    to_html: ToHtml,
) -> dict[str, Incident]:
    places = {component.id: place for place, component in enumerate(components)}
    updates: dict[str, list[_Placed]] = defaultdict(list)
    for told in words.values():
        dues: tuple[DueTime, ...] = ()
        for revision in told:
            dues = derived.with_due(dues, UPDATE.value("next_due", revision), revision.at)
        html = to_html(told[-1].text("body"))
        update = UPDATE.fact(told[-1], author="", html=html, keeps_status=False, dues=dues)
        update = replace(update, wordings=update.wordings.rendered(to_html))
        if (sections := update.sections) is not None:
            shown = {name: to_html(text) for name, text in sections.texts.items()}
            update = replace(update, sections=sections.with_texts({}, shown))
        changes = sorted(update.changes, key=lambda change: places[change.component])
        named = (replace(one, name=components[places[one.component]].name) for one in changes)
        is_imported = UPDATE.value("is_imported", told[0])
        placed = (told[0].index, is_imported, replace(update, changes=tuple(named)))
        updates[told[-1].leaf.facts["incident"]].append(placed)
    unknown = set(updates) - set(heads)
    if unknown:
        subject = INCIDENT.subject(min(unknown))
        raise ValueError(said("words about {subject}, which is not in the record", subject=subject))
    return {key: _incident(told[-1], updates[key]) for key, told in heads.items()}


def _incident(head: Recorded, placed: Sequence[_Placed]) -> Incident:
    """An incident with its words."""
    ordered = sorted(placed, key=lambda one: (one[-1].at, one[0]), reverse=True)
    words = [word for *_, word in ordered]
    if INCIDENT.value("origin", head) and not min(placed, key=lambda one: one[0])[1]:
        # Version 0.1.0 knew an import by its address alone.
        words = [replace(word, is_imported=True) for word in words]
    return INCIDENT.fact(head, **derived.standing(words, INCIDENT.value("edited_at", head)))


def _entry(kind: EntryKind, told: Sequence[Recorded], to_html: ToHtml) -> Entry:
    newest = told[-1]
    entry = ENTRIES[kind].fact(
        newest,
        html=to_html(newest.text("body")),
        published_at=told[0].at,
        revision=newest.revision,
    )
    return replace(entry, wordings=entry.wordings.rendered(to_html))


def _frozen(entry: Recorded) -> FrozenRevision:
    found = FIGURE.fact(entry, at=entry.at, reason=entry.reason)
    return replace(found, figure=replace(found.figure, revision=entry.revision))


def _tally(told: Sequence[Recorded]) -> Tally:
    return TALLY.fact(told[-1], at=told[-1].at)


def _reports(told: Iterable[Sequence[Recorded]], to_html: ToHtml) -> dict[str, list[PeriodReport]]:
    """A further entry of a revision is that something was erased from it."""
    found: dict[str, list[PeriodReport]] = defaultdict(list)
    for entries in told:
        report = REPORT.fact(entries[-1], at=entries[0].at)
        letter = replace(report.letter, html=to_html(report.letter.body))
        found[report.period.name].append(replace(report, letter=letter))
    for revisions in found.values():
        revisions.sort(key=lambda one: one.revision)
    return found


def _pledges(
    told: Mapping[str, Sequence[Recorded]], incidents: Mapping[str, Incident]
) -> dict[str, list[Pledge]]:
    found: dict[str, list[Pledge]] = defaultdict(list)
    for revisions in told.values():
        newest = revisions[-1]
        incident = incidents[newest.leaf.facts["incident"]]
        pledge = PLEDGE.fact(newest, title=incident.title, changed_at=newest.at)
        found[incident.key].append(pledge)
    for pledges in found.values():
        pledges.sort(key=lambda one: (one.promise.made_at, one.kind, one.key))
    return found


def _consequences(
    told: Mapping[str, Sequence[Recorded]], slas: Mapping[str, Sequence[Recorded]]
) -> list[Pledge]:
    found = []
    for revisions in told.values():
        newest = revisions[-1]
        title = SLA.fact(slas[newest.leaf.facts["sla"]][-1]).title
        found.append(CONSEQUENCE.fact(newest, title=title, changed_at=newest.at))
    return sorted(found, key=lambda one: (one.promise.made_at, one.key))


def _sla_and_period(name: str) -> tuple[str, str]:
    sla, period = name.split("/")
    return sla, period


def _mark(entry: Recorded) -> Mark:
    return Mark(entry.index, entry.hash, entry.revision, entry.at)
