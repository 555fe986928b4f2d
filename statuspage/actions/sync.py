"""Make the store say what config.toml and content/ say: idempotent, all of it in one transaction.

What is broken changes nothing: the last good state stays, and the faults are kept for staff to see.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from statuspage import clock
from statuspage.actions.entries import withdraw
from statuspage.actions.files import digest_of, publish_file
from statuspage.actions.given import Actor
from statuspage.actions.incidents.upgraded import tell_imports
from statuspage.actions.late import mark
from statuspage.actions.look import look_of
from statuspage.actions.promises.definitions import publish_slas
from statuspage.actions.record import note
from statuspage.actions.staff.files import note_files, owner_of
from statuspage.actions.tag_host import keep_tag_host
from statuspage.actions.witnesses import policy_of
from statuspage.config import Probe, Settings, load
from statuspage.config.signing import signing_seed
from statuspage.content.files import Scan, scan
from statuspage.domain.library.topics import watched_topic
from statuspage.domain.measured.locations import Panel
from statuspage.domain.measured.probe import ProbeVersion
from statuspage.domain.measured.samples import Cadence
from statuspage.domain.promises.late import LateKind
from statuspage.domain.record.kinds.component import COMPONENT
from statuspage.domain.record.kinds.key import KEY, SigningKey
from statuspage.domain.record.kinds.probe import PROBE
from statuspage.domain.record.kinds.site import SITE
from statuspage.domain.record.note import Signer
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.domain.vocabulary.site import Component, Group, Look, described
from statuspage.domain.vocabulary.spans import Span
from statuspage.errors import ConfigError, Problem
from statuspage.figures.indicators import INDICATORS
from statuspage.probes.registry import PROBE_KINDS
from statuspage.said import said
from statuspage.sources.registry import SOURCE_KINDS
from statuspage.store import db, settings
from statuspage.store.desk import problems
from statuspage.store.measured import probes
from statuspage.store.published import components, entries


@dataclass(frozen=True)
class SyncReport:
    """What a sync did.

    Names are like "changelog/2026-11-20-faster-search", or a section of config.toml.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    withdrawn: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def did_anything(self) -> bool:
        return bool(self.added or self.changed or self.withdrawn)


class _Notes:
    """Collects what happens, in order."""

    def __init__(self) -> None:
        self.added: list[str] = []
        self.changed: list[str] = []
        self.withdrawn: list[str] = []


@dataclass(frozen=True)
class SiteFiles:
    """What config.toml and content/ say, read and checked."""

    settings: Settings
    content: Scan
    seed: bytes | None  # of the key that signs
    look: Look
    policy: str  # of witnesses; "" where none is named


def sync(config: Path, environ: Mapping[str, str], actor: Actor | None = None) -> SyncReport:
    """Read config.toml and content/ and publish what changed.

    The audit log says who did: `actor`, or else the owner of the files.

    Raises ConfigError when config.toml has faults (they are kept for staff, nothing else changes);
    faults of single content files come back in the report. Raises StoreError.
    """
    try:
        files = read_files(config, environ)
    except ConfigError as error:
        _keep_problems(error.problems, clock.now())
        raise
    return publish_files(files, actor or owner_of(config))


def read_files(config: Path, environ: Mapping[str, str]) -> SiteFiles:
    """Read config.toml and content/; nothing is written. Raises ConfigError, StoreError."""
    wanted = load(config, environ, INDICATORS, PROBE_KINDS, SOURCE_KINDS)
    with db.snapshot():
        answers = entries.slugs_of(EntryKind.OUTCOME)
    content = scan(config.parent / "content", wanted, clock.now(), answers)
    look, policy = look_of(wanted, config.parent), policy_of(wanted, config.parent)
    return SiteFiles(wanted, content, signing_seed(environ), look, policy)


def publish_files(files: SiteFiles, actor: Actor) -> SyncReport:
    """Make the store say what the files say. Raises StoreError."""
    now = clock.now()
    wanted, found, seed = files.settings, files.content, files.seed
    notes = _Notes()
    with db.transaction():
        former = settings.read(settings.SETTINGS)
        _sync_settings(wanted, now, notes)
        if settings.keep_look(files.look):
            db.raise_topics("settings")
            if former is not None and "site" not in notes.changed:
                notes.changed.append("site")
        if settings.keep(settings.WITNESSES, files.policy):
            db.raise_topics("settings")
            if former is not None:
                notes.changed.append("witnesses")
        tell_imports(now)
        if seed is not None:
            site = described(wanted, settings.read(settings.TAG_HOST) or "")
            note([KEY.statement(SigningKey(Signer(site.record_origin, seed).verifier))], now)
        _sync_components(wanted, now, notes)
        _sync_probes(wanted, now, notes)
        _sync_slas(wanted, now, notes)
        clashes = _sync_files(found, now, notes)
        if former is not None:
            note_files(actor, (former, wanted.model_dump_json()), **vars(notes))
        faults = sorted([*found.problems, *clashes])
        _replace_problems(faults, now)
    if any(name.startswith(f"{EntryKind.STORY}/") for name in notes.withdrawn):
        db.empty_the_log()
    return SyncReport(
        tuple(notes.added), tuple(notes.changed), tuple(notes.withdrawn), tuple(faults)
    )


def _keep_problems(found: list[Problem], now: datetime) -> None:
    with db.transaction():
        _replace_problems(found, now)


def _replace_problems(found: list[Problem], now: datetime) -> None:
    if problems.standing() != found:
        problems.replace(found, now)


def _sync_settings(wanted: Settings, now: datetime, notes: _Notes) -> None:
    text = wanted.model_dump_json()
    former = settings.read(settings.SETTINGS)
    if text == former:
        return
    settings.write(settings.SETTINGS, text)
    keep_tag_host(wanted.site.url)
    note([SITE.statement(described(wanted, settings.read(settings.TAG_HOST) or ""))], now)
    db.raise_topics("settings")
    if former is not None and json.loads(former)["site"] != json.loads(text)["site"]:
        notes.changed.append("site")


def _sync_components(wanted: Settings, now: datetime, notes: _Notes) -> None:
    former = {component.id: component for component in components.known()}
    listed = {c.id: c for c in wanted.components}
    groups = [Group(group.id, group.name) for group in wanted.groups]
    named = {group.id: group.name for group in groups}
    after = []
    for chosen in wanted.components:
        before = former.get(chosen.id)
        added_at = before.added_at if before else now
        after.append(
            Component(
                chosen.id,
                chosen.name,
                chosen.description,
                chosen.group,
                added_at,
                None,
                chosen.incidents_since,
                named[chosen.group] if chosen.group else "",
            )
        )
        if before is None:
            notes.added.append(f"component/{chosen.id}")
        elif before != after[-1]:
            notes.changed.append(f"component/{chosen.id}")
    for gone in (component for key, component in former.items() if key not in listed):
        withdrawn_at = gone.withdrawn_at or now
        after.append(replace(gone, group=None, withdrawn_at=withdrawn_at))
        if gone.withdrawn_at is None:
            notes.withdrawn.append(f"component/{gone.id}")
    if after != list(former.values()) or groups != components.groups():
        components.replace(groups, after)
        _mark_untold(former, after, now)
        note([COMPONENT.statement(one, place=place) for place, one in enumerate(after)], now)
        db.raise_topics("components", *(f"component:{component.id}" for component in after))


def _mark_untold(
    former: Mapping[str, Component], after: Iterable[Component], now: datetime
) -> None:
    """Where it is stated anew since when incidents are told, published figures are looked at."""
    zone = settings.site().zone
    for one in after:
        if one.id in former:
            edges = former[one.id].reported_from(zone), one.reported_from(zone)
            if edges[0] != edges[1]:
                about = Span(min(edges), max(edges))
                mark(LateKind.INCIDENTS_SINCE, about, now, components=[one.id], subject=one.id)


def _sync_probes(wanted: Settings, now: datetime, notes: _Notes) -> None:
    """Date each change of how a probe counts: what was measured before keeps what it had."""
    former = probes.versions()
    for probe in wanted.probes:
        version = _version(probe, now)
        before = former[probe.id][-1] if probe.id in former else None
        if before is None or not _counts_alike(before, version):
            probes.add(version)
            note([PROBE.statement(version)], now)
            (notes.changed if before else notes.added).append(f"probe/{probe.id}")
            topics = (f"component:{probe.component}", watched_topic(probe.component))
            db.raise_topics("measurements", "probes", *topics)


def _counts_alike(before: ProbeVersion, version: ProbeVersion) -> bool:
    """Whether nothing changed. Version 0.1.0 kept the number of locations, not their names."""
    names = version.panel.names if before.panel.names else ()
    wanted = replace(version, at=before.at, panel=replace(version.panel, names=names))
    return before == wanted


def _version(probe: Probe, now: datetime) -> ProbeVersion:
    cadence = Cadence(probe.interval, probe.fail_after)
    return ProbeVersion(
        probe.id,
        now,
        cadence,
        Panel(len(probe.locations), probe.quorum, probe.vote, probe.locations),
        probe.source or "",
        probe.query or "",
    )


def _sync_slas(wanted: Settings, now: datetime, notes: _Notes) -> None:
    found = publish_slas(wanted, now)
    notes.added += found.added
    notes.changed += found.changed
    notes.withdrawn += found.withdrawn


def _sync_files(found: Scan, now: datetime, notes: _Notes) -> list[Problem]:
    """Publish new and changed files, withdraw vanished ones; returns clashes with the desk."""
    former = entries.digests()
    clashes = []
    seen = set()
    for file in found.files:
        key = (file.kind.value, file.slug)
        seen.add(key)
        origin, digest, is_withdrawn = former.get(key, (file.path, "", False))
        if not origin and not is_withdrawn:
            text = said("an entry written in the desk has this name already; rename the file")
            clashes.append(Problem(file.path, 0, text))
        elif digest != digest_of(file, digest) or is_withdrawn:
            name = f"{file.kind}/{file.slug}"
            publish_file(file, now, digest if key in former else None, was_withdrawn=is_withdrawn)
            (notes.changed if key in former else notes.added).append(name)
    broken = {problem.file for problem in found.problems}
    for (kind, slug), (origin, _, is_withdrawn) in former.items():
        if origin and not is_withdrawn and (kind, slug) not in seen and origin not in broken:
            withdraw(entries.by_slug(EntryKind(kind), slug), now, said("entry.file_is_gone").key)
            notes.withdrawn.append(f"{kind}/{slug}")
    return clashes
