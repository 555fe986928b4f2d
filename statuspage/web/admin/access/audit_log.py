"""The audit log as admins read it: sentences with links, chosen, searched, and as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from flask import Response, request

from statuspage import clock
from statuspage.domain.desk.acts import SENTENCES, Sort, sentence
from statuspage.domain.desk.audit import AuditEntry, Via
from statuspage.domain.vocabulary.site import Site
from statuspage.render.rows import as_safe_csv
from statuspage.render.words.locale import Locale
from statuspage.store import db
from statuspage.store.desk import audit, named, staff
from statuspage.store.desk.audit import AuditChoice
from statuspage.store.settings import site
from statuspage.web.admin import pages
from statuspage.web.admin.access.told_acts import ToldAct, told_acts
from statuspage.web.forms.fields import Fields
from statuspage.web.language import speaker

_PAGE = 50
_CHUNK = 500  # lines of an export that are read at once
_HEADER = ("number", "at", "who", "through", "address", "act", "sentence", "changes", "page")


def audit_log() -> Response:
    """A page of what is asked for, the newest first; or all of it as CSV."""
    if request.args.get("as") == "csv":
        return _export()
    before = request.args.get("before", type=int)
    given = _given()
    with db.snapshot():
        here = site()
        fields = Fields(given, here.zone)
        asked = _asked(fields)
        found = audit.page(asked, _PAGE, before)
        text = pages.render(
            "audit.html",
            acts=told_acts(found.entries, speaker(), here),
            values=given,
            faults=fields.faults,
            sorts=list(Sort),
            people=[one.name for one in staff.all_staff()],
            is_all=asked.is_everything,
            older=_address(given, found.before),
            export=_address(given, None, "csv"),
            before=before,
        )
    return pages.answer(text)


def _given() -> dict[str, str]:
    names = ("who", "sort", "since", "text")
    return {name: value for name in names if (value := request.args.get(name, "").strip()[:200])}


def _asked(fields: Fields) -> AuditChoice:
    sort = fields.choice("sort", Sort)
    text = fields.text("text")
    return AuditChoice(
        who=fields.text("who"),
        verbs=sort.verbs if sort else (),
        since=fields.day_start("since"),
        text=text,
        said=_verbs_saying(text, speaker()) if text else (),
        things=named.subjects_called(text) if text else (),
    )


def _verbs_saying(text: str, locale: Locale) -> list[str]:
    """The verbs whose sentence holds a text, in the language that is read here."""
    wanted = text.lower().split()
    return [
        verb
        for told in SENTENCES.values()
        for verb in told
        if all(word in _bare(verb, locale).lower() for word in wanted)
    ]


def _bare(verb: str, locale: Locale) -> str:
    """The sentence of a verb with nothing in its gaps."""
    nothing = AuditEntry(0, clock.now(), "", Via.DESK, verb, "", None, None)
    return locale.say(sentence(nothing, "", ""))


def _address(given: Mapping[str, str], before: int | None, kind: str = "") -> str:
    """This page with the same choices; empty where there is nothing to lead to."""
    if before is None and not kind:
        return ""
    more = {"as": kind} if kind else {"before": str(before)}
    return f"/admin/audit?{urlencode({**given, **more})}"


def _export() -> Response:
    """Everything that is asked for as CSV, read in short pieces, so that nothing waits for it."""
    with db.snapshot():
        here = site()
        asked = _asked(Fields(_given(), here.zone))
    locale = speaker()
    return Response(
        _lines(asked, locale, here),
        mimetype="text/csv",
        headers={"Content-Disposition": 'attachment; filename="audit.csv"'},
    )


def _lines(asked: AuditChoice, locale: Locale, here: Site) -> Iterator[bytes]:
    yield as_safe_csv(_HEADER, [])
    before: int | None = None
    while True:
        with db.snapshot():
            found = audit.page(asked, _CHUNK, before)
            told = told_acts(found.entries, locale, here)
        yield as_safe_csv((), (_row(one, locale, here) for one in told))
        before = found.before
        if before is None:
            return


def _row(told: ToldAct, locale: Locale, here: Site) -> tuple[str, ...]:
    act = told.entry
    return (
        str(act.number),
        f"{act.at:%Y-%m-%dT%H:%M:%SZ}",
        act.who,
        str(act.via),
        act.address,
        act.verb,
        told.plain,
        "; ".join(locale.say(one) for one in told.parts),
        f"{here.url.rstrip('/')}{told.path}" if told.path else "",
    )
