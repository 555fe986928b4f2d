"""All that a claim rests on in one archive, to be checked without this site.

It holds proofs against the newest head of the record, so a copy of files holds none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from statuspage.domain.incidents.incident import Incident
from statuspage.domain.record.kinds.figure import FIGURE
from statuspage.domain.record.kinds.sla import SLA
from statuspage.domain.record.recorded import Recorded
from statuspage.errors import NotFound
from statuspage.figures.ledger import instant, instant_or_empty
from statuspage.render.claim_letter import ClaimLetter, read_me
from statuspage.render.packed import as_zip
from statuspage.render.record import texts
from statuspage.render.views import SlaView
from statuspage.said import said
from statuspage.site.page import Context, Facts, PublicPage, no_path
from statuspage.site.promises import claims, periods
from statuspage.site.promises import slas as sla_pages
from statuspage.site.record import proof
from statuspage.site.rendering import as_is

ZIP = "application/zip"


def claim_pack(context: Context, sla: str, period: str) -> Facts:
    """The archive of a published period. Raises NotFound while its figure is provisional."""
    card, found, letter = claims.claimed(context, sla, period)
    if card.figure.is_provisional:
        raise NotFound(said("The figure of '{name}' is not final yet.", name=period))
    figure = _entry(context, FIGURE.subject(sla, card.period.name), card.figure.revision)
    definition = _entry(context, SLA.subject(sla), card.judged_by.number)
    files = {
        "README.txt": read_me(context.site, card, figure, definition).encode(),
        "claim.txt": _letter(letter),
        "figure.json": periods.period_json(context, sla, period).values["body"],
        "figure.csv": periods.period_csv(context, sla, period).values["body"],
        "definition.json": _as_json(_definition(card)),
        "incidents.json": _as_json([*_incidents(context, card)]),
    }
    if found.has_page and found.last_day is not None:
        files["last-day.ics"] = claims.last_day(context, sla, period)
    for entry in (figure, definition):
        files |= _proven(context, entry)
    return Facts({"body": as_zip(files)}, card.figure.as_of)


def _entry(context: Context, subject: str, revision: int) -> Recorded:
    return context.library.record.histories([subject])[subject][revision - 1]


def _proven(context: Context, entry: Recorded) -> dict[str, bytes]:
    """An entry as it is hashed, its texts with their salts, and the proof of its place."""
    name = f"record/{entry.index}"
    return {
        f"{name}.json": entry.leaf.encoded(),
        f"{name}.words.json": texts(entry.index, [entry]),
        f"{name}.tlog-proof": proof(context, str(entry.index)).values["body"],
    }


def _letter(letter: ClaimLetter) -> bytes:
    head = f"To: {letter.to}\n" if letter.to else ""
    return f"{head}Subject: {letter.subject}\n\n{letter.body}".encode()


def _definition(card: SlaView) -> dict[str, Any]:
    version = card.judged_by
    return {
        "id": version.sla,
        "version": version.number,
        "at": instant(version.at),
        "definition": dict(version.definition),
    }


def _incidents(context: Context, card: SlaView) -> Iterable[dict[str, Any]]:
    for one in sla_pages.counted(context.library, card):
        yield {
            "title": one.title,
            "address": context.site.address(one.path),
            "impact_from": instant(_began(one)),
            "impact_until": instant_or_empty(one.impact_until or one.resolved_at) or None,
            "components": [component for component, _ in one.components],
        }


def _began(incident: Incident) -> Any:
    return incident.impact_from or incident.started_at


def _as_json(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


PAGES = (
    PublicPage(
        "/sla/{sla}/{period}/claim.zip",
        claim_pack,
        as_is,
        content_type=ZIP,
        all_params=no_path,
    ),
)
