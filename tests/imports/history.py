"""A history of JSON lines, and what becomes of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from statuspage.domain.incidents.imported import Batch
from statuspage.imports import jsonl

NOW = datetime(2026, 9, 1, tzinfo=UTC)


LONDON = ZoneInfo("Europe/London")


def post(status: str = "Investigating", at: str = "2026-07-01T10:00:00Z", **more: Any) -> Any:
    return {"at": at, "status": status, "message": "Words."} | more


def entry(**more: Any) -> dict[str, Any]:
    updates = [post(), post("Resolved", "2026-07-01T11:00:00Z")]
    return {"title": "API errors", "updates": updates} | more


def read(*entries: Any) -> Batch:
    text = "\n".join(one if isinstance(one, str) else json.dumps(one) for one in entries)
    return jsonl.read(text.encode(), "history.jsonl", LONDON, NOW)


def faults(*entries: Any) -> list[str]:
    return [str(fault) for fault in read(*entries).faults]


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
