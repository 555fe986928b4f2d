"""Drafts of changes by release: those ticked are published, now or later, or discarded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from statuspage.actions.given import Actor, refuse
from statuspage.actions.staff.drafts import discard
from statuspage.actions.staff.scheduled import PUBLISH_AT, publish_entry, schedule, why
from statuspage.domain.desk.draft import Draft
from statuspage.domain.desk.entry_form import path_of
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.errors import Conflict, InvalidInput, NotFound
from statuspage.said import Said, joined, said
from statuspage.store import db
from statuspage.store.desk import drafts
from statuspage.web.admin import pages
from statuspage.web.admin.published import confirmation
from statuspage.web.admin.writing.fields import fields_of

_ADDRESS = "/admin/drafts/changelog"
_MOST = 200  # on one page, and done at once
_TICK = "draft:"
_DONE = {"publish": "written", "later": "later", "discard": "discarded"}


@dataclass(frozen=True)
class DraftsOfRelease:
    """The drafts that name one version; those that name none are of none."""

    version: str
    drafts: Sequence[Draft]


def change_drafts() -> AnyResponse:
    """The drafts of changes, or what is done with those that are ticked."""
    if request.method != "POST":
        return _page()
    do = request.form.get("do", "")
    ticked = {
        name.removeprefix(_TICK): int(seen)
        for name, seen in request.form.items()
        if name.startswith(_TICK) and seen.isdecimal()
    }
    if do not in _DONE:
        return _page([said("This form has no such button, so nothing was published.")], code=400)
    if not ticked:
        return _page([said("Tick the drafts that you mean.")], code=422)
    faults = _each(do, ticked)
    return _page(faults, code=422) if faults else redirect(f"{_ADDRESS}?done={_DONE[do]}", 303)


def _each(do: str, ticked: dict[str, int]) -> list[Said]:
    """Do it with each draft, the oldest first; returns what is wrong with those that stay."""
    with db.snapshot():
        found = [one for one in drafts.at_path(path_of(EntryKind.CHANGELOG)) if one.key in ticked]
    faults = []
    for draft in found[::-1][:_MOST]:
        try:
            _do(do, draft, ticked[draft.key], pages.actor())
        except (InvalidInput, Conflict, NotFound) as error:
            faults.append(joined([draft.heading, why(error)], ": "))
    return faults


def _do(do: str, draft: Draft, seen: int, actor: Actor) -> None:
    if do == "publish":
        publish_entry(draft.key, seen, actor)
    elif do == "discard":
        discard(draft.key, actor)
    else:
        given = fields_of(request.form.to_dict())
        at = given.instant(PUBLISH_AT)
        if at is None:
            given.faults.setdefault(PUBLISH_AT, said("Give the time."))
        refuse(given.faults)
        if at is not None:
            schedule(draft.key, seen, at, actor)


def _page(faults: Sequence[Said] = (), code: int = 200) -> Response:
    with db.snapshot():
        every = drafts.at_path(path_of(EntryKind.CHANGELOG))
        text = pages.render(
            "change_drafts.html",
            releases=_by_release(every[:_MOST]),
            more=len(every[_MOST:]),
            faults=faults,
            done=confirmation(),
            at=request.form.get(PUBLISH_AT, ""),
        )
    return pages.answer(text, code)


def _by_release(found: Iterable[Draft]) -> list[DraftsOfRelease]:
    """In the order in which their first draft comes."""
    releases: dict[str, list[Draft]] = {}
    for draft in found:
        releases.setdefault(draft.release, []).append(draft)
    return [DraftsOfRelease(version, some) for version, some in releases.items()]
