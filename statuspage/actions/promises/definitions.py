"""The promises of config.toml: each change of a definition is published as a dated version."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from statuspage.actions import journal, late
from statuspage.actions.record import note
from statuspage.config import Settings
from statuspage.domain.promises import news
from statuspage.domain.promises.late import LateKind
from statuspage.domain.record.kinds.sla import SLA
from statuspage.domain.vocabulary.spans import Span
from statuspage.domain.vocabulary.window import start_of
from statuspage.figures.measure import zone_of
from statuspage.store import db
from statuspage.store.measured import slas


@dataclass(frozen=True)
class PromisesPublished:
    """The subjects of what was published, by what became of them."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)


def publish_slas(wanted: Settings, now: datetime) -> PromisesPublished:
    """Make the newest versions say what settings promise; runs inside a transaction."""
    told = PromisesPublished()
    former = {version.sla: version for version in slas.current()}
    defined = {sla.id: json.loads(sla.model_dump_json()) for sla in wanted.slas}
    for name, definition in defined.items():
        before = former.get(name)
        if (
            before is not None
            and _stated(before.definition) == _stated(definition)
            and not before.is_withdrawn
        ):
            continue
        _publish(name, now, definition, is_withdrawn=False)
        _mark_stated(name, wanted, now)
        (told.changed if before else told.added).append(SLA.subject(name))
    for name, before in former.items():
        if name not in defined and not before.is_withdrawn:
            _publish(name, now, before.definition, is_withdrawn=True)
            told.withdrawn.append(SLA.subject(name))
    return told


def _mark_stated(name: str, wanted: Settings, now: datetime) -> None:
    """Whether a published period was promised rests on since when that is stated to be so."""
    newest, *former = slas.versions(name)
    before = former[0].promised.since if former else None
    days = [day for day in (newest.promised.since, before) if day is not None]
    if newest.promised.since != before and former:
        zone = zone_of(newest.promised, wanted.site.timezone)
        first = min(start_of(day, zone) for day in days)
        about = Span(min(first, former[-1].at), former[-1].at)
        late.mark_counted(LateKind.PROMISED_SINCE, about, now, lambda _: 1, sla=name)


def _stated(definition: Mapping[str, Any]) -> dict[str, Any]:
    """What it says: a key that a newer program knows and nobody set changes nothing."""
    return {key: value for key, value in definition.items() if value is not None}


def _publish(
    name: str, now: datetime, definition: Mapping[str, Any], *, is_withdrawn: bool
) -> None:
    slas.add(name, now, definition, is_withdrawn=is_withdrawn)
    version = slas.versions(name)[0]
    note([SLA.statement(version)], now)
    kind, key = news.version_kind(version), news.version_key(version)
    journal.enter(kind, key, now, now, (), now)
    db.raise_topics("slas")
