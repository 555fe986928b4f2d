"""An entry as a form holds it: published at once from the desk, or from a draft when it is time."""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from statuspage.actions.entries import write_entry
from statuspage.actions.given import Actor
from statuspage.actions.incidents.wordings import texts_of
from statuspage.actions.listening.deciding import take_as_new
from statuspage.domain.desk.entry_form import VOICES, front_of
from statuspage.domain.vocabulary.entry import TEXTS, Entry, EntryKind


def write_form(
    kind: EntryKind,
    fields: Mapping[str, str],
    actor: Actor,
    *,
    zone: ZoneInfo,
    slug: str | None = None,
) -> Entry:
    """Publish what a form holds, as a new entry or as the next revision of one (`slug`).

    Raises what `write_entry` raises.
    """
    seen = fields.get("seen", "")
    front, body = front_of(kind, fields), fields.get("body", "")
    # A form without fields for further languages leaves what is known in these.
    texts = texts_of(fields, {name for names in TEXTS.values() for name in names}) or None
    if slug is None and (voices := fields.get(VOICES, "").split()):
        return take_as_new(voices, front, body, actor, zone=zone, texts=texts)
    return write_entry(
        kind,
        front,
        body,
        actor,
        zone=zone,
        slug=slug,
        reason=fields.get("why", "").strip(),
        seen=int(seen) if seen.isdecimal() else None,
        texts=texts,
    )
