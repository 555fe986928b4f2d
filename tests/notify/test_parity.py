"""Whatever is published says the same by every way: the same address, id, title, words and time.

One more way is one more line in WAYS.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from icalendar import Calendar

from statuspage import clock
from statuspage.actions.entries import write_entry
from statuspage.actions.given import NewUpdate
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.maintenance.planned import schedule_maintenance
from statuspage.actions.reminding import remind_of_notices
from statuspage.actions.reports import NewReport, publish_report
from statuspage.domain.telling.subscription import Channel
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.notify.hooks.formats import FORMATS
from statuspage.notify.hooks.words import item_of
from statuspage.notify.mail.composing import composed
from statuspage.notify.outlet import Message
from statuspage.render.hooks.push import body as push_body
from statuspage.render.hooks.push import packed
from statuspage.render.hooks.social import record, toot
from tests.helpers.library import SITE
from tests.helpers.outlets import Recording, add_readers, tell
from tests.helpers.pages import rendered
from tests.helpers.sites import add_to_config
from tests.helpers.telling import ADA, NOON

BODY = "Half of all calls *fail* at 7 < 8 & “more” than before; see [the guide](/pages/guide)."
WORDS = "Half of all calls fail at 7 8 more than before"
TITLE = "Search & <b>answers</b>"
HOST = "https://status.acme.example"


@dataclass(frozen=True)
class Subject:
    """What was published, and what every way is to say of it."""

    page: str  # the address of its page
    feed: str  # of the feed that has its item
    ids: Sequence[str]  # of what was published, and of the word that told it
    title: str
    at: datetime
    api: str
    message: Message  # what outlets are given


def _page(subject: Subject) -> str:
    return rendered(subject.page, NOON + timedelta(minutes=9)).body.decode()


def _feed(form: str) -> Callable[[Subject], str]:
    return lambda subject: rendered(f"{subject.feed}.{form}").body.decode()


def _api(subject: Subject) -> str:
    return rendered(subject.api, NOON + timedelta(minutes=9)).body.decode()


def _calendar(subject: Subject) -> str:
    path = "/notices.ics" if subject.feed == "/feeds/notices" else "/maintenance.ics"
    events = Calendar.from_ical(rendered(path).body).walk("VEVENT")
    return "\n".join(
        f"{event[name]}" for event in events for name in ("UID", "SUMMARY", "DESCRIPTION", "URL")
    )


def _mail(form: str) -> Callable[[Subject], str]:
    def read(subject: Subject) -> str:
        body = composed(subject.message, NOON + timedelta(minutes=9)).body
        return f"{body.subject}\n{getattr(body, form)}"

    return read


def _hook(form: str) -> Callable[[Subject], str]:
    def read(subject: Subject) -> str:
        return json.dumps(FORMATS[form](subject.message, "https://ntfy.sh/acme"), default=str)

    return read


def _push(subject: Subject) -> str:
    item, tone = item_of(subject.message)
    return packed(push_body(subject.message.site, item, tone, "thread")).decode()


def _account(make: Callable[[Message], Mapping[str, Any]]) -> Callable[[Subject], str]:
    return lambda subject: json.dumps(make(subject.message))


WAYS: Mapping[str, Callable[[Subject], str]] = {
    "page": _page,
    "RSS": _feed("rss"),
    "Atom": _feed("atom"),
    "JSON Feed": _feed("json"),
    "API": _api,
    "calendar": _calendar,
    "mail, text": _mail("text"),
    "mail, HTML": _mail("html"),
    **{f"hook, {form}": _hook(form) for form in FORMATS},
    "push": _push,
    "account, Mastodon": _account(lambda told: toot(told.site, told.told[0])),
    "account, Bluesky": _account(
        lambda told: record(told.site, told.told[0], told.queued_at, None)
    ),
}
NOT_TOLD = {
    "incident": {"calendar"},
    "maintenance": set[str](),
    "change": {"calendar", "hook, statuspage"},
    "notice": {"hook, statuspage", "account, Bluesky"},
    "report": {"API", "calendar", "hook, statuspage"},
}
"""What a kind is not told by: calendars have days to come, Statuspage's form nothing written; the
shortest post has room for the days of a notice, and no more."""

NAMED_BY_ID = {"RSS", "Atom", "JSON Feed", "calendar", "hook, standard"}
WITHOUT_ADDRESS = {"page"}  # it stands there
WRITTEN = ("change", "notice", "report")  # they stand under a day
WITHOUT_TIME = {"account, Mastodon", "account, Bluesky"}  # a post has its own


def words_of(text: str) -> list[str]:
    """The words of anything, without marks of whatever form it is in."""
    if text.startswith(("{", "[")):
        text = "\n".join(_texts(json.loads(text)))
    plain = re.sub(r"<[a-z/][^>]*>", " ", unescape(text))
    return re.findall(r"[^\W_]+", re.sub(r"<[a-z/][^>]*>", " ", unescape(plain)))


def _texts(found: Any) -> list[str]:
    if isinstance(found, Mapping):
        return [text for one in found.values() for text in _texts(one)]
    if isinstance(found, list):
        return [text for one in found for text in _texts(one)]
    return [str(found)]


def says(text: str, words: str) -> bool:
    """Whether the words stand there, one after the other."""
    return f" {' '.join(words_of(words))} " in f" {' '.join(words_of(text))} "


def times_of(at: datetime) -> Sequence[str]:
    """How an instant is written by one way or another."""
    local = at.astimezone(SITE.zone) + timedelta(hours=1)  # the site of these tests is in London
    return (
        f"{at:%Y-%m-%dT%H:%M:%S}",
        f"{at:%a, %d %b %Y %H:%M:%S}",
        f"{local.day} {local:%B %Y, %H:%M} BST",
    )


def named(*names: str) -> list[str]:
    return [f"tag:status.acme.example,2026:{name}" for name in names]


def message_of(recording: Recording) -> Message:
    tell(recording, at=NOON + timedelta(minutes=8))
    return recording.sent[-1]


def incident(recording: Recording) -> Subject:
    with clock.standing_at(NOON):
        first = NewUpdate("We look.", components={"api": ComponentState.MAJOR_OUTAGE})
        key = open_incident(TITLE, first, ADA).key
    tell(recording, at=NOON + timedelta(minutes=1))
    with clock.standing_at(NOON + timedelta(minutes=7)):
        word = NewUpdate(BODY, Status.IDENTIFIED, next_due=NOON + timedelta(minutes=40))
        update = post_update(key, word, ADA).updates[0]
    ids = named(f"update/{update.key}")
    page, api = f"/incidents/{key}", f"/api/v1/incidents/{key}"
    return Subject(page, "/updates", ids, TITLE, update.at, api, message_of(recording))


def maintenance(recording: Recording) -> Subject:
    with clock.standing_at(NOON + timedelta(minutes=7)):
        start = NOON + timedelta(days=3)
        end = start + timedelta(hours=2)
        made = schedule_maintenance(TITLE, BODY, start, end, ["api"], ADA)
    ids = named(f"incident/{made.key}", f"update/{made.updates[0].key}")
    page, api = f"/incidents/{made.key}", f"/api/v1/incidents/{made.key}"
    told = message_of(recording)
    return Subject(page, "/feeds/maintenance", ids, TITLE, made.started_at, api, told)


def change(recording: Recording) -> Subject:
    front = {"title": TITLE, "type": "fixed", "date": "2026-07-01T12:07:00Z", "components": ["api"]}
    with clock.standing_at(NOON + timedelta(minutes=7)):
        made = write_entry(EntryKind.CHANGELOG, front, BODY, ADA, zone=SITE.zone)
    ids = named(f"changelog/{made.slug}")
    page, api = f"/changelog/{made.slug}", "/api/v1/changelog"
    return Subject(page, "/feeds/changelog", ids, TITLE, made.at, api, message_of(recording))


def notice(recording: Recording) -> Subject:
    """What readers are reminded of is told as it was announced."""
    front = {
        **{"title": TITLE, "kind": "deprecation", "date": "2026-05-01", "components": ["api"]},
        **{"effective": "2026-07-08", "reason": "Two versions cost twice."},
    }
    with clock.standing_at(NOON - timedelta(days=60)):
        made = write_entry(EntryKind.NOTICE, front, BODY, ADA, zone=SITE.zone)
    tell(recording, at=NOON - timedelta(days=60))
    with clock.standing_at(NOON + timedelta(minutes=7)):
        remind_of_notices()
    ids = named(f"notices/{made.slug}")
    page, api = f"/notices/{made.slug}", "/api/v1/notices"
    return Subject(page, "/feeds/notices", ids, TITLE, made.at, api, message_of(recording))


def report(recording: Recording) -> Subject:
    """Its words are those of its opening letter and its API names no title."""
    at = NOON + timedelta(minutes=7)
    with clock.standing_at(at):
        letter = NewReport(BODY, "Ada")
        made = publish_report("2026-05", letter, ADA)
    assert made is not None
    ids = named("report/2026-05/1")
    title = "Report for May 2026"
    told = message_of(recording)
    return Subject(made.path, "/feeds/reports", ids, title, at, "/api/v1/reports", told)


SUBJECTS = {
    "incident": incident,
    "maintenance": maintenance,
    "change": change,
    "notice": notice,
    "report": report,
}


@pytest.mark.parametrize("kind", SUBJECTS)
def test_every_way_says_the_same(store: Path, kind: str) -> None:
    add_to_config(store, '\n[mail]\nfrom = "status@acme.example"\n')
    with clock.standing_at(NOON - timedelta(hours=1)):
        add_readers("reader")
    subject = SUBJECTS[kind](Recording(channel=Channel.MAIL))
    for name, way in WAYS.items():
        if name in NOT_TOLD[kind]:
            continue
        text = way(subject)
        assert says(text, subject.title), name
        assert says(text, WORDS), name
        if name in NAMED_BY_ID:
            assert any(one in text for one in subject.ids), name
        if name not in WITHOUT_ADDRESS:
            assert f"{HOST}{subject.page}" in unquote(text), name
        is_timed = kind not in WRITTEN or name in NAMED_BY_ID - {"calendar"}
        if is_timed and name not in WITHOUT_TIME:
            assert any(time in text for time in times_of(subject.at)), name
