"""The promises of config.toml: each change of a definition is published as a dated version."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from statuspage.actions.record import note
from statuspage.config import Settings
from statuspage.domain.promises import news
from statuspage.domain.record.kinds.sla import SLA
from statuspage.store import db
from statuspage.store.measured import slas
from statuspage.store.published import publications


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
        (told.changed if before else told.added).append(SLA.subject(name))
    for name, before in former.items():
        if name not in defined and not before.is_withdrawn:
            _publish(name, now, before.definition, is_withdrawn=True)
            told.withdrawn.append(SLA.subject(name))
    return told


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
    publications.put(kind, key, now, now, ())
    db.raise_topics("slas")
