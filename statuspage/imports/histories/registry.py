"""The forms in which histories can be brought along, each with what reads it."""

from __future__ import annotations

from collections.abc import Mapping

from statuspage.domain.incidents.imported import Batch
from statuspage.imports import feed, jsonl, source
from statuspage.imports.histories import (
    cachet,
    cstate,
    instatus,
    kener,
    kuma,
    openstatus,
    statuspage,
    upptime,
)
from statuspage.imports.histories.given import Given, Reader


def _lines(given: Given) -> Batch:
    zone = given.zone_or(given.zone)
    return jsonl.read(source.read(given.place), source.name_of(given.place), zone, given.now)


def _feed(given: Given) -> Batch:
    return feed.read(source.read(given.place), source.name_of(given.place), given.now)


READERS: Mapping[str, Reader] = {
    "incidents": _lines,
    "atom": _feed,
    "rss": _feed,
    "statuspage": statuspage.read,
    "cstate": cstate.read,
    "instatus": instatus.read,
    "upptime": upptime.read,
    "kuma": kuma.read,
    "kener": kener.read,
    "openstatus": openstatus.read,
    "cachet": cachet.read,
}
