"""From the entries of the record back to the facts that were published, with nothing else known.

What the store says of a site and what its record says are then the same facts; `verify` renders
pages and feeds from these and holds them against the published ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from statuspage.domain.incidents.incident import Incident, Update
from statuspage.domain.incidents.postmortem import Postmortem
from statuspage.domain.measured.probe import ProbeVersion
from statuspage.domain.promises.frozen import FrozenRevision
from statuspage.domain.promises.pledge import Pledge
from statuspage.domain.promises.sla import SlaVersion
from statuspage.domain.record import retelling
from statuspage.domain.record.note import Verifier, parse_verifier
from statuspage.domain.record.recorded import Mark, Recorded
from statuspage.domain.record.retelling import ToHtml
from statuspage.domain.record.statements import RECORDED_KINDS, head_subject
from statuspage.domain.vocabulary.entry import Entry, EntryKind
from statuspage.domain.vocabulary.site import Component, Site


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
    key: Verifier | None  # that signs, as the record itself names it
    histories: Mapping[str, Sequence[Recorded]]

    @property
    def open_incidents(self) -> list[Incident]:
        """What is going on or to come, the newest first."""
        found = [incident for incident in self.incidents.values() if incident.is_open]
        return sorted(found, key=lambda incident: incident.started_at, reverse=True)

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
        raise ValueError(f"an entry says what cannot be read: {error!r}") from error


def _replayed(histories: Mapping[str, Sequence[Recorded]], to_html: ToHtml) -> Replay:
    by_kind: dict[str, dict[str, Sequence[Recorded]]] = defaultdict(dict)
    for subject, revisions in histories.items():
        kind, _, name = subject.partition("/")
        by_kind[kind][name] = revisions
    placed = sorted(by_kind["component"].values(), key=lambda told: told[-1].leaf.facts["place"])
    components = [retelling.component(told[-1]) for told in placed]
    incidents = _incidents(by_kind["incident"], by_kind["update"], components, to_html)
    site, key = histories.get("site"), histories.get("key")
    return Replay(
        site=retelling.site(site[-1]) if site else None,
        components=components,
        incidents=incidents,
        entries={
            (kind, slug): retelling.entry(kind, slug, told, to_html)
            for kind in RECORDED_KINDS
            for slug, told in by_kind[kind].items()
        },
        slas={
            sla: [retelling.sla(sla, entry) for entry in reversed(told)]
            for sla, told in by_kind["sla"].items()
        },
        figures={
            _sla_and_period(name): [retelling.frozen(entry) for entry in told]
            for name, told in by_kind["figure"].items()
        },
        probes={
            name: [retelling.probe(name, e) for e in told]
            for name, told in by_kind["probe"].items()
        },
        postmortems={
            name: retelling.postmortem(told[-1]) for name, told in by_kind["postmortem"].items()
        },
        pledges=_pledges(by_kind["promise"], incidents),
        key=parse_verifier(key[-1].leaf.facts["key"]) if key else None,
        histories=histories,
    )


def _incidents(
    heads: Mapping[str, Sequence[Recorded]],
    words: Mapping[str, Sequence[Recorded]],
    components: Sequence[Component],
    to_html: ToHtml,
) -> dict[str, Incident]:
    names = {component.id: (place, component.name) for place, component in enumerate(components)}
    updates: dict[str, list[tuple[int, Update]]] = defaultdict(list)
    for key, told in words.items():
        newest = told[-1]
        update = retelling.update(key, newest, names, to_html)
        updates[newest.leaf.facts["incident"]].append((told[0].index, update))
    unknown = set(updates) - set(heads)
    if unknown:
        raise ValueError(f"words of {head_subject(min(unknown))}, which is not in the record")
    return {key: retelling.incident(key, told[-1], updates[key]) for key, told in heads.items()}


def _pledges(
    told: Mapping[str, Sequence[Recorded]], incidents: Mapping[str, Incident]
) -> dict[str, list[Pledge]]:
    found: dict[str, list[Pledge]] = defaultdict(list)
    for key, revisions in told.items():
        incident = incidents[revisions[-1].leaf.facts["incident"]]
        found[incident.key].append(retelling.pledge(key, revisions[-1], incident.title))
    for pledges in found.values():
        pledges.sort(key=lambda one: (one.promise.made_at, one.kind, one.key))
    return found


def _sla_and_period(name: str) -> tuple[str, str]:
    sla, period = name.split("/")
    return sla, period


def _mark(entry: Recorded) -> Mark:
    return Mark(entry.index, entry.hash, entry.revision, entry.at)
