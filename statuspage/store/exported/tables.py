"""Which tables go along, in an order in which each stands after those that it refers to.

What is named nowhere here is private: people who are told, staff, drafts, and what was said to us.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from peewee import Field

from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.said import dumped, joined
from statuspage.store.exported.columns import Column, as_document, as_state, as_text, column
from statuspage.store.tables import (
    entries,
    incidents,
    measured,
    record,
    reports,
    site,
    sources,
    suppliers,
    support,
    telling,
)
from statuspage.store.tables.base import Table

_MANY = 1_000
_FEW = 20  # rows that may be long each


@dataclass(frozen=True)
class ExportedTable:
    """A table, and the file that its rows stand in."""

    file: str
    model: type[Table]
    without: Mapping[str, Any] = field(default_factory=dict)
    """Columns that stay here, each with what stands in its place elsewhere."""
    but: str = ""  # the column and the value of rows that stay here, as "kind=templates"
    special: Mapping[str, Callable[[Field[Any]], Column]] = field(default_factory=dict)
    at_once: int = _MANY  # rows in memory
    is_table: bool = True  # worth a place in a spreadsheet

    @property
    def name(self) -> str:
        """In the database."""
        return str(self._meta.table_name)

    @property
    def columns(self) -> list[Column]:
        """Those that go along, in order."""
        fields = [one for one in self._meta.sorted_fields if one.name not in self.without]
        return [self.special.get(one.name, column)(one) for one in fields]

    @property
    def left_out(self) -> list[tuple[str, Any]]:
        """The columns of the database that stay here, and what they hold elsewhere."""
        fields = self._meta.fields
        return [(fields[name].column_name, value) for name, value in self.without.items()]

    @property
    def key(self) -> list[str]:
        """The columns of the database that rows are ordered and known by."""
        return [one.column_name for one in self._meta.get_primary_keys()]

    @property
    def _meta(self) -> Any:
        return self.model._meta


_NO_TEMPLATES = f"kind={EntryKind.TEMPLATE}"
_NOTHING = dumped(joined([], ""))
_STATED = {"state": as_state}

TABLES = (
    ExportedTable("groups", site.ComponentGroup),
    ExportedTable("components", site.Component),
    ExportedTable("incidents", incidents.Incident),
    ExportedTable("updates", incidents.IncidentUpdate, {"author": "", "html": ""}),
    ExportedTable("component_states", incidents.ComponentChange),
    ExportedTable("impact_runs", incidents.ImpactRun),
    ExportedTable("maintenance_series", incidents.MaintenanceSeries),
    ExportedTable("maintenances", incidents.MaintenancePlan),
    ExportedTable("maintenance_extensions", incidents.MaintenanceExtension),
    ExportedTable("maintenance_moves", incidents.MaintenanceMove),
    ExportedTable("postmortems", incidents.Postmortem),
    ExportedTable("promises", incidents.Pledge),
    ExportedTable("entries", entries.Entry, {"html": "", "digest": ""}, but=_NO_TEMPLATES),
    ExportedTable("entry_links", entries.EntryLink, but=_NO_TEMPLATES, is_table=False),
    ExportedTable("counts", entries.Tally),
    ExportedTable("feed_entries", entries.Publication, is_table=False),
    ExportedTable("feed_components", entries.PublicationComponent, is_table=False),
    ExportedTable("sent", telling.SentSum),
    ExportedTable("sla_versions", measured.SlaVersion),
    ExportedTable("sla_figures", measured.FrozenFigure),
    ExportedTable(
        "sla_lists",
        measured.FrozenList,
        special={"list": as_document},
        at_once=_FEW,
        is_table=False,
    ),
    ExportedTable("late_data", measured.LateData),
    ExportedTable("probe_versions", measured.ProbeVersion),
    ExportedTable("brought", measured.BroughtResults),
    ExportedTable("series", measured.Series, is_table=False),
    ExportedTable("samples", measured.ProbeSample, special=_STATED, is_table=False),
    ExportedTable("sample_days", measured.ProbeDay, is_table=False),
    ExportedTable("former_runs", measured.ProbeFormer, special=_STATED),
    ExportedTable("runs", measured.ProbeRun, special=_STATED),
    ExportedTable("hours", measured.ProbeHour, is_table=False),
    ExportedTable("reasons", measured.CheckReason, {"detail": _NOTHING}, special=_STATED),
    ExportedTable("pulls", sources.SourcePull),
    ExportedTable("pulled_series", sources.SourceSeries, {"fault": None, "failing_since": None}),
    ExportedTable("suppliers", suppliers.SupplierAnswer, {"etag": ""}),
    ExportedTable("calendars", support.CalendarSet),
    ExportedTable("cases", support.SupportCase, {"topic": ""}),
    ExportedTable("ratios", support.Ratio),
    ExportedTable("reports", reports.Report, {"letter_html": ""}, at_once=_FEW, is_table=False),
    ExportedTable("record_entries", record.RecordEntry, special={"leaf": as_text}, is_table=False),
    ExportedTable("record_texts", record.RecordWord, is_table=False),
    ExportedTable("witnessed_heads", record.WitnessedHead, is_table=False),
    ExportedTable("time_stamps", record.TimeStamp, is_table=False),
)

_BY_FILE = {table.file: table for table in TABLES}


def named(file: str) -> ExportedTable:
    """The table whose rows stand in a file."""
    return _BY_FILE[file]
