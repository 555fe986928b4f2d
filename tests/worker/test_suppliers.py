"""The pages of suppliers are read politely, and what they said last is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.config.suppliers import Supplier
from statuspage.domain.suppliers.supplier import SupplierStanding
from statuspage.errors import Unreachable
from statuspage.health.health import Condition
from statuspage.health.suppliers import suppliers as health
from statuspage.store import db
from statuspage.store.published import suppliers, topics
from statuspage.worker.duties.suppliers import ReadingSuppliers, asked
from tests.helpers.answering import Answering, Asked, answering
from tests.helpers.processes import free_port
from tests.helpers.sites import a_table, add_to_config

pytestmark = pytest.mark.usefixtures("store")

_NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)
_BODY = json.dumps(
    {
        "status": {"indicator": "major", "description": "Partial System Outage"},
        "incidents": [{"name": "Disks", "status": "identified", "shortlink": "https://s.example"}],
    }
).encode()


@dataclass
class Cloud:
    """A page of a supplier: what it answers next, and what it was asked."""

    url: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = _BODY
    asked: list[tuple[str, str | None]] = field(default_factory=list)

    def answer(self, asked: Asked) -> Answering:
        known = asked.headers.get("if-none-match")
        self.asked.append((asked.path, known))
        if known == '"one"' and self.status == 200:
            return Answering(304)
        return Answering(self.status, self.body, self.headers)


@pytest.fixture
def cloud(store: Path) -> Iterator[Cloud]:
    """One that the site relies on."""
    found = Cloud()
    with answering(found.answer) as server:
        found.url = server.address
        table = a_table("suppliers", id="cloud", name="Cloud", url=found.url)
        add_to_config(store, f"{table}allow_private = true\n")
        yield found


def _turn(duty: ReadingSuppliers, minutes: float = 0) -> SupplierStanding:
    with clock.standing_at(_NOON + minutes * _MINUTE):
        duty.turn()
    with db.snapshot():
        [found] = suppliers.standings()
    return found


def _risen() -> int:
    with db.snapshot():
        return topics.versions(["suppliers"]).get("suppliers", 0)


def test_it_is_asked_each_interval_and_told_what_is_known(cloud: Cloud) -> None:
    duty = ReadingSuppliers()
    cloud.headers = {"ETag": '"one"'}
    found = _turn(duty)
    assert found.summary
    assert found.summary.description == "Partial System Outage"
    assert found.read_at == _NOON
    risen = _risen()
    _turn(duty, 4)
    assert cloud.asked == [("/api/v2/summary.json", None)]
    again = _turn(duty, 5)
    assert cloud.asked[1:] == [("/api/v2/summary.json", '"one"')]
    assert (again.summary, again.read_at) == (found.summary, _NOON + 5 * _MINUTE)
    assert _risen() == risen  # nothing that a page says is another


def test_a_fault_is_told_beside_what_was_read_last(cloud: Cloud) -> None:
    duty = ReadingSuppliers()
    _turn(duty)
    cloud.status = 500
    found = _turn(duty, 6)
    assert found.summary
    assert (found.read_at, str(found.fault)) == (_NOON, f"{cloud.url} answers with status 500.")
    with clock.standing_at(_NOON + 14 * _MINUTE):
        assert health().condition is Condition.OK
    with clock.standing_at(_NOON + 15 * _MINUTE):
        ill = health()
    assert (ill.condition, ill.since) == (Condition.LATE, _NOON)
    assert "The supplier cloud is shown as unknown: " in str(ill.text)


def test_who_does_not_answer_at_all_is_named_and_told_once(cloud: Cloud, store: Path) -> None:
    config = store / "config.toml"
    text = config.read_text("utf-8").replace(cloud.url, f"http://127.0.0.1:{free_port()}")
    config.write_text(text, "utf-8")
    add_to_config(store)
    with clock.standing_at(_NOON):
        assert str(health().text) == "0 of 1 supplier is read."
    found = _turn(ReadingSuppliers())
    assert "cannot be fetched. The connection was refused" in str(found.fault)
    risen = _risen()
    assert _turn(ReadingSuppliers(), 6).fault == found.fault
    assert _risen() == risen


def test_whoever_is_busy_is_left_alone_as_long_as_told(cloud: Cloud) -> None:
    duty = ReadingSuppliers()
    cloud.status, cloud.headers = 429, {"Retry-After": "1200"}
    for minutes in (0, 10, 19, 21):
        _turn(duty, minutes)
    assert len(cloud.asked) == 2


@pytest.mark.parametrize(
    ("status", "headers", "body", "why"),
    [
        (301, {"Location": "https://new.example/"}, b"", "It redirects to https://new.example/;"),
        (200, {}, b"<!doctype html>", "no summary of Statuspage"),
        (200, {}, b" " * 5_100_000, "is longer than 5,000,000 bytes"),
    ],
)
def test_what_is_no_summary_is_named(
    cloud: Cloud, status: int, headers: dict[str, str], body: bytes, why: str
) -> None:
    cloud.status, cloud.headers, cloud.body = status, headers, body
    found = _turn(ReadingSuppliers())
    assert found.summary is None
    assert why in str(found.fault)


def test_a_private_address_is_not_asked_unless_that_is_meant(cloud: Cloud) -> None:
    named = Supplier.model_validate({"id": "cloud", "name": "Cloud", "url": cloud.url})
    with pytest.raises(Unreachable, match="private"):
        asked(named, "")
    assert cloud.asked == []


def test_one_that_is_named_no_more_is_forgotten(cloud: Cloud, store: Path) -> None:
    duty = ReadingSuppliers()
    _turn(duty)
    config = store / "config.toml"
    text = config.read_text("utf-8")
    config.write_text(text[: text.index("\n[[suppliers]]")], "utf-8")
    add_to_config(store)
    duty.turn()
    with db.snapshot():
        assert suppliers.standings() == []
