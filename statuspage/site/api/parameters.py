"""What addresses, queries and headers of the API may hold, as openapi.json describes it."""

from __future__ import annotations

import re
from typing import Any

from statuspage.domain.vocabulary.list_part import ALL, MOST, OPEN
from statuspage.said import Said, said
from statuspage.site.api.reading import Reading

_ID = {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,63}$"}
_PARAMETERS = {
    "year": (said("A year, such as 2026."), {"type": "string", "pattern": "^[1-9][0-9]{3}$"}),
    "incident": (
        said("The id of an incident or of planned work."),
        {"type": "string", "pattern": "^[A-Za-z0-9]{1,64}$"},
    ),
    "update": (
        said("The id of an update."),
        {"type": "string", "pattern": "^[A-Za-z0-9]{1,64}$"},
    ),
    "draft": (
        said("The id of a draft."),
        {"type": "string", "pattern": "^[A-Za-z0-9]{1,64}$"},
    ),
    "sla": (said("The id of an SLA."), _ID),
    "component": (said("The id of a component."), _ID),
    "period": (
        said(
            "{first} or {last}.",
            first=["2026-07", "2026-Q3", "2026-W27", "rolling-30d", "rolling-90d"],
            last="rolling-30d-2026-07",
        ),
        {
            "type": "string",
            "pattern": "^([0-9]{4}-([0-9]{2}|Q[1-4]|W[0-9]{2})"
            "|rolling-(30|90)d(-[0-9]{4}-[0-9]{2})?)$",
        },
    ),
    "report": (
        said("{first} or {last}.", first=["2026-10", "2026-Q3"], last="2025"),
        {"type": "string", "pattern": "^[0-9]{4}(-([0-9]{2}|Q[1-4]))?$"},
    ),
    "revision": (
        said("The number of a revision, from 1."),
        {"type": "string", "pattern": "^[1-9][0-9]*$"},
    ),
    "signal": (
        said("{signals}, or the exit code of the job: 0 is success.", signals=["start", "fail"]),
        {"type": "string", "pattern": "^(start|fail|[0-9]{1,3})$"},
    ),
    "key": (
        said("A token with the scope {scope}; it alone gives the right.", scope="heartbeat:PROBE"),
        {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,100}$"},
    ),
}
ONCE = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": said(
        "The same key with the same body gives the first answer again, for a week."
    ),
    "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
}
MATCH = {
    "name": "If-Match",
    "in": "header",
    "description": said(
        "The ETag of what you read; where it is another now, nothing is done. PATCH needs it, or *."
    ),
    "schema": {"type": "string", "examples": ["*"]},
}


def queries(reading: Reading) -> list[dict[str, Any]]:
    """What the query of an address may hold."""
    asked = [_query("lang", said("A language of the site, before “Accept-Language”."), {})]
    if not reading.page.is_sliced:
        return asked
    about = said("How many; the header “Link” has the address of those that follow.")
    limit = {"type": "integer", "minimum": 1, "maximum": MOST}
    asked.append(_query("limit", about, limit))
    about = said("Where the list goes on, as “Link” named it; new entries do not shift it.")
    asked.append(_query("cursor", about, {}))
    if reading.has_states:
        about = said("Only those that are not over, or all.")
        asked.append(_query("state", about, {"enum": [OPEN, ALL]}))
    return asked


def _query(name: str, about: Said, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": about,
        "schema": {"type": "string", **schema},
    }


def parameters(path: str) -> list[dict[str, Any]]:
    found = []
    for name in re.findall(r"\{(\w+)\}", path):
        about, schema = _PARAMETERS[name]
        common = {"name": name, "in": "path", "required": True}
        found.append({**common, "description": about, "schema": schema})
    return found
