"""Files that are for people and other programs alone: the same site is not read back from them."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from statuspage.domain.measured.packing import unpack
from statuspage.domain.measured.samples import ProbeState
from statuspage.domain.promises.frozen import FrozenRevision
from statuspage.domain.record.recorded import parse_stamp, stamp
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.domain.vocabulary.site import Site
from statuspage.exports.content import content_files
from statuspage.exports.folder import ExportFolder
from statuspage.exports.tables import cell, csv_line
from statuspage.render.changelog_file import changelog_file
from statuspage.render.history_lines import history_line
from statuspage.store.exported import reading
from statuspage.store.exported.tables import named
from statuspage.store.incidents import incidents, origins
from statuspage.store.measured import frozen, slas
from statuspage.store.published import entries

_STEP = 200  # incidents in memory at once
_CHECKS = ("probe", "at", "state", "latency_ms", "location")
_PERIODS = (
    *("sla", "period", "revision", "published_at", "from", "to", "indicator", "target", "value"),
    *("verdict", "coverage", "best_case", "worst_case", "credit", "definition_version", "method"),
)


def history_lines(site: Site) -> Iterator[bytes]:
    """The whole history in the form of `import incidents`, the oldest first."""
    every = incidents.all_keys()
    for start in range(0, len(every), _STEP):
        keys = every[start : start + _STEP]
        found, from_elsewhere = incidents.by_keys(keys), origins.of(keys)
        for key in keys:
            yield history_line(found[key], from_elsewhere.get(key), site)


def put_readable(folder: ExportFolder, site: Site) -> None:
    """Write the history, what was written as Markdown, every check, and the closed periods."""
    with folder.writing("incidents.jsonl") as out:
        for line in history_lines(site):
            out.write(line)
    changes = entries.all_of(EntryKind.CHANGELOG)
    folder.put("CHANGELOG.md", changelog_file(changes, site.zone).encode())
    for kind in EntryKind:
        for entry in () if kind is EntryKind.TEMPLATE else entries.newest(kind):
            for path, body in content_files(entry, site.zone):
                folder.put(path, body)
    _put_csv(folder, "checks", _CHECKS, _checks())
    _put_csv(folder, "periods", _PERIODS, _periods())


def _put_csv(
    folder: ExportFolder, name: str, header: Iterable[str], rows: Iterable[Iterable[Any]]
) -> None:
    with folder.writing(f"csv/{name}.csv") as out:
        out.write(csv_line(header))
        for row in rows:
            out.write(csv_line([cell(value) for value in row]))


def _checks() -> Iterator[list[Any]]:
    """Every result in the form of `import checks`, days that are packed first. That knows of no
    check that saw nothing.
    """
    series = {row["id"]: row for row in reading.rows(named("series"))}
    for row in reading.rows(named("sample_days")):
        packed = base64.b64decode(row["checks"])
        for one in unpack(parse_stamp(row["start"]), packed):
            if one.state is not ProbeState.UNKNOWN:
                yield _check(series[row["series"]], stamp(one.at), one.state, one.latency_ms)
    for row in reading.rows(named("samples")):
        if row["state"] != ProbeState.UNKNOWN:
            yield _check(series[row["series"]], row["at"], row["state"], row["latency_ms"])


def _check(series: Mapping[str, Any], at: str, state: str, latency: int | None) -> list[Any]:
    return [series["probe"], at, state, latency, series["location"]]


def _periods() -> Iterator[list[Any]]:
    for sla in sorted({one.sla for one in slas.current()}):
        for revision in frozen.all_of(sla):
            yield _period(revision)


def _period(revision: FrozenRevision) -> list[Any]:
    figure = revision.figure
    span = figure.period.span
    return [
        *(figure.id, figure.period.name, figure.revision, stamp(revision.at)),
        *(stamp(span.start), stamp(span.end), figure.indicator, figure.target, figure.value),
        *(figure.verdict, figure.coverage, figure.best_case, figure.worst_case, figure.credit),
        *(figure.definition_version, figure.method),
    ]
