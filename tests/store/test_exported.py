"""Which tables and columns may be taken along: each is named public or private, and explained."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from statuspage.exports.readme import meanings
from statuspage.store import tables
from statuspage.store.exported.tables import TABLES, ExportedTable
from statuspage.store.tables.base import Table

PRIVATE = {
    "access": ("Audit", "CodeRequest", "Passkey", "RateBucket", "RecoveryCode", "Session"),
    "desk": ("Alarm", "Alert", "Draft", "ImportedChange", "KeptForm", "PrivateNote", "Submission"),
    "people": ("OutcomeAsked", "Rating", "ReaderAnswer", "SurveyRound", "Voice"),
    "staff": ("SignInPlace", "Staff", "Token", "Totp"),
    "telling": ("AccountPost", "Delivery", "KnownBounce", "Subscription", "Suppression"),
    "this place": (
        "FeedListener",
        "FeedTopic",
        "HeartbeatStart",
        "Listening",
        "Setting",
    ),
    "its running": ("SyncProblem", "Topic", "WitnessContact"),
    "made of the record": ("Event", "RecordHash"),
}


def test_each_table_is_public_or_private() -> None:
    for module in pkgutil.iter_modules(tables.__path__, f"{tables.__name__}."):
        import_module(module.name)
    known = {model.__name__ for model in Table.__subclasses__()}
    public = {table.model.__name__ for table in TABLES}
    private = {name for names in PRIVATE.values() for name in names}
    assert public & private == set()
    assert public | private == known


def test_each_column_that_goes_along_is_explained() -> None:
    told = {file: {*about} - {"about"} for file, about in meanings().items()}
    assert told == {table.file: _columns(table) for table in TABLES}


def _columns(table: ExportedTable) -> set[str]:
    return {"about_column" if one.name == "about" else one.name for one in table.columns}


def test_each_table_comes_after_those_that_it_refers_to() -> None:
    places = {table.model: place for place, table in enumerate(TABLES)}
    for table in TABLES:
        for other in table.model._meta.refs.values():
            assert places[other] < places[table.model]
