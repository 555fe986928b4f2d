"""Scopes: which a token may have, and which must stand alone."""

from __future__ import annotations

import pytest

from statuspage.domain.desk.token import SCOPES, scope_fault


@pytest.mark.parametrize("scope", SCOPES)
def test_each_scope_may_stand_beside_others(scope: str) -> None:
    assert scope_fault([scope], []) is None
    assert scope_fault([*SCOPES], []) is None


def test_heartbeat_stands_alone_and_names_a_probe_of_that_type() -> None:
    assert scope_fault(["heartbeat:backup"], ["backup"]) is None
    assert "must be alone" in str(scope_fault(["heartbeat:backup", "cases"], ["backup"]))
    assert "'other' is not a probe" in str(scope_fault(["heartbeat:other"], ["backup"]))


@pytest.mark.parametrize("scopes", [[], ["everything"], ["heartbeat"], ["Incidents"]])
def test_fault_names_what_there_is(scopes: list[str]) -> None:
    assert "measurements" in str(scope_fault(scopes, ["backup"]))
