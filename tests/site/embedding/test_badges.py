"""Badges say what the pages say, in each language, and nothing good of what nobody knows."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.domain.vocabulary.states import ComponentState
from statuspage.errors import NotFound
from tests.helpers.pages import rendered
from tests.helpers.sites import a_probe, add_to_config, an_sla, change_config
from tests.helpers.telling import ADA

AT = datetime(2026, 7, 14, 12, tzinfo=UTC)


def badge(path: str) -> dict[str, Any]:
    """The document of a badge; its picture says the same."""
    found: dict[str, Any] = json.loads(rendered(f"/badges/{path}.json", AT).body)
    picture = etree.fromstring(rendered(f"/badges/{path}.svg", AT).body)
    assert picture.get("aria-label") == f"{found['label']}: {found['message']}"
    return found


@pytest.mark.usefixtures("store")
def test_badges_follow_what_happens() -> None:
    assert badge("status")["message"] == "All systems are working"
    assert badge("components/api")["message"] == "Operational"
    declared = {"api": ComponentState.MAJOR_OUTAGE}
    open_incident("API is down", NewUpdate("We look.", components=declared), ADA)
    assert badge("status")["message"] == "API is down"
    down = badge("components/api")
    assert (down["label"], down["message"], down["isError"]) == ("API", "Major outage", True)
    assert badge("components/docs")["isError"] is False


def test_nothing_is_said_to_work_that_nobody_measures(store: Path) -> None:
    add_to_config(store, a_probe(component="docs"), an_sla("docs-up", "availability",
        components=["docs"], source="probes"))  # fmt: skip
    assert badge("components/docs")["message"] == "Not measured yet"
    told = badge("slas/docs-up")
    assert (told["label"], told["message"]) == ("Promise docs-up", "Not enough data")
    assert "100" not in told["message"]
    assert "working" not in badge("status")["message"]


def test_what_stands_no_more_says_so(store: Path) -> None:
    add_to_config(store, an_sla("old", "availability", components=["docs"], source="incidents"))
    change_config(store, an_sla("old", "availability", components=["docs"], source="incidents"), "")
    assert badge("slas/old")["message"] == "No longer promised"
    with pytest.raises(NotFound):
        badge("slas/nothing")
    with pytest.raises(NotFound):
        badge("components/nothing")


def test_badge_speaks_the_language_of_its_address(store: Path) -> None:
    change_config(store, "[site]", '[site]\nlanguages = ["en", "de", "ar"]')
    assert json.loads(rendered("/de/badges/components/api.json", AT).body)["message"] == (
        "Funktioniert"
    )
    mirrored = etree.fromstring(rendered("/ar/badges/components/api.svg", AT).body)
    assert 'direction="rtl"' in etree.tostring(mirrored, encoding="unicode")
