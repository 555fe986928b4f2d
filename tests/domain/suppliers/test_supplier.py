"""What is read of a supplier's summary, and what is not believed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from statuspage.domain.suppliers.supplier import SupplierIncident, summary_of
from statuspage.domain.vocabulary.states import ComponentState, Impact


def _body(incidents: Any = (), **status: Any) -> bytes:
    told = {"indicator": "minor", "description": "Minor Service Outage"} | status
    return json.dumps({"status": told, "incidents": list(incidents)}).encode()


def test_state_words_and_open_incidents_are_read() -> None:
    incidents = [
        {"name": "Slow\n disks", "status": "identified", "shortlink": "https://s.example/i/1"},
        {"name": "Odd \u202elink", "status": "monitoring", "shortlink": "javascript:alert(1)"},
        {"name": "Over", "status": "resolved", "shortlink": "https://s.example/i/2"},
    ]
    found = summary_of(_body(incidents))
    assert (found.indicator, found.state) == (Impact.MINOR, ComponentState.DEGRADED)
    assert found.description == "Minor Service Outage"
    assert found.incidents == (
        SupplierIncident("Slow disks", "https://s.example/i/1"),
        SupplierIncident("Odd link", ""),
    )


def test_what_is_long_is_cut() -> None:
    many = [{"name": "x" * 5000, "status": "investigating"} for _ in range(9)]
    found = summary_of(_body(many))
    assert (len(found.incidents), found.more) == (5, 4)
    assert len(found.incidents[0].title) == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<!doctype html>",
        b"[]",
        b"null",
        b'{"status": []}',
        b"[" * 100_000,
        _body(indicator="superb"),
        _body(description=7),
        _body(incidents=["text"]),
        _body(incidents=[{"name": None, "status": "identified"}]),
    ],
)
def test_anything_else_is_no_summary(body: bytes) -> None:
    with pytest.raises(ValueError, match="no summary of Statuspage"):
        summary_of(body)
