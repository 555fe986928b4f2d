"""Documents of notices: our own shape at /notices.json and in the API, and OpenEoX."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from statuspage.domain.promises.notice import Naming, Notice, NoticeState, local_day
from statuspage.domain.vocabulary import window
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.figures.ledger import instant
from statuspage.render.feeds.passages import WEB
from statuspage.said import said
from statuspage.site.answers import Answer
from statuspage.site.api.entries import NamedComponent, WrittenEntry, written
from statuspage.site.api.reading import document, reading
from statuspage.site.entries import modified
from statuspage.site.page import Context, Facts, PublicPage
from statuspage.site.promises.noticed import noticed, today
from statuspage.site.promises.periods import JSON
from statuspage.site.rendering import as_is

_CORE = "https://docs.oasis-open.org/openeox/eox-core/v1.0/schema/core.json"


class NamedDay(Answer):
    """That on one day (`on`) another was named as the one on which it takes effect."""

    on: date
    effective: date


class NoticeAnswer(WrittenEntry):
    """Something that changes on a named day. Days are those of the site's zone.

    `state` is as of `as_of`. `lead_days` is how far ahead the day was known, `promised_days` what
    was promised, `kept` whether it is as long; `named` has each day that was named, the first one
    first. `stated_afterwards`: it was announced elsewhere before it stood here. `reminded` has the
    days on which readers were reminded.
    """

    kind: Literal["price", "policy", "terms", "deprecation", "security"]
    state: NoticeState
    breaking: bool
    announced: date
    effective: date
    removed: date | None
    lead_days: int
    promised_days: int | None
    kept: bool | None
    stated_afterwards: bool
    named: list[NamedDay]
    reminded: list[date]
    components: list[NamedComponent]
    operations: list[str]
    audience: str | None
    reason: str
    value: str | None
    follows: str | None
    alternative: str | None
    cancelled: str | None


class NoticesAnswer(Answer):
    """Every notice, the one announced last first."""

    as_of: date
    notices: list[NoticeAnswer]


def notices(context: Context) -> Facts:
    """Every notice, the one announced last first."""
    found, day = context.library.entries.all_of(EntryKind.NOTICE), today(context)
    told = shown(context, noticed(context, found), day)
    return document(NoticesAnswer(as_of=day, notices=told), modified(found, context))


def shown(context: Context, found: Iterable[Notice], day: date) -> list[NoticeAnswer]:
    """Some notices as they stand on a day."""
    names = {component.id: component.name for component in context.library.components.known()}
    return [_notice(context, one, day, names) for one in found]


def _notice(context: Context, found: Notice, day: date, names: dict[str, str]) -> NoticeAnswer:
    entry, get = found.entry, found.entry.details.get
    told: dict[str, Any] = {
        **written(context, entry),
        **{name: get(name) or None for name in ("audience", "value", "cancelled")},
        **{name: _whole(context, get(name)) for name in ("follows", "alternative")},
    }
    return NoticeAnswer(
        **told,
        kind=entry.details["kind"],
        state=found.state(day),
        breaking=entry.is_breaking,
        announced=found.announced,
        effective=found.effective,
        removed=found.removed,
        lead_days=found.lead.days,
        promised_days=found.lead.promised,
        kept=None if found.is_called_off else found.lead.is_kept,
        stated_afterwards=found.is_stated_afterwards,
        named=[_named(one) for one in found.namings],
        reminded=[local_day(one.at, context.site.zone) for one in found.reminders],
        components=[
            NamedComponent(id=one, name=names[one]) for one in get("components", ()) if one in names
        ],
        operations=list(get("operations", ())),
        reason=entry.details["reason"],
    )


def _named(one: Naming) -> NamedDay:
    return NamedDay(on=one.on, effective=one.effective)


def _whole(context: Context, link: str | None) -> str | None:
    if not link:
        return None
    return link if link.startswith(WEB) else context.site.address(link)


def openeox(context: Context) -> Facts:
    """What is deprecated and goes away, each with its dates in the core form of OpenEoX.

    Source: OASIS OpenEoX Core 1.0, CSD01 of 13 July 2026. The core names no product; how a product
    is named around it (the shell) is not settled there, so each stands beside the notice it is of.
    """
    found = context.library.entries.newest(EntryKind.NOTICE)
    statements = [
        {
            "id": one.entry.slug,
            "title": one.entry.title,
            "url": context.site.address(one.entry.path),
            "components": list(one.entry.details.get("components", ())),
            "core": _core(context, one),
        }
        for one in noticed(context, found)
        if one.kind == "deprecation" and not one.is_called_off
    ]
    body = json.dumps({"statements": statements}, ensure_ascii=False).encode() + b"\n"
    return Facts({"body": body}, modified(found, context))


def _core(context: Context, found: Notice) -> dict[str, str]:
    """It is supported in every way until it is removed: nobody said otherwise."""
    removed = found.removed
    ends = "tba" if removed is None else instant(window.start_of(removed, context.site.zone))
    return {
        "$schema": _CORE,
        "end_of_life": ends,
        "end_of_security_support": ends,
        "last_updated": instant(found.entry.updated_at),
    }


READINGS = (reading("/notices", notices, said("Every notice, the newest first."), NoticesAnswer),)
PAGES = (
    PublicPage("/notices.json", notices, as_is, JSON),
    PublicPage("/notices.openeox.json", openeox, as_is, JSON),
)
