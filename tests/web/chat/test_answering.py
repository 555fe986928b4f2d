"""/chat/ID: each chat in its own form, who may do what, and that nothing is done twice."""

from __future__ import annotations

import base64
import hashlib
import hmac
import html
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from werkzeug.test import Client, TestResponse

from statuspage import clock
from statuspage.actions.staff.accounts import add_staff, disable_staff
from statuspage.cli.afar.running import CommandShell
from statuspage.domain.desk.audit import Via
from statuspage.domain.desk.staff import Role
from statuspage.domain.incidents.incident import Incident
from statuspage.store import db
from statuspage.store.desk import audit, drafts
from statuspage.store.incidents import incidents
from statuspage.web.app import create_app
from statuspage.web.typed import hand_in
from tests.helpers.sites import a_table, add_to_config

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
SECRETS = {"slack": "slack-secret", "mattermost": "mm-secret", "teams": "dGVhbXMtc2VjcmV0"}
OPEN = 'open "API is slow" --body "We look." --component api=degraded_performance'
PASSWORD = "correct horse battery staple"

Say = Callable[..., TestResponse]


def a_chat(kind: str) -> str:
    people = 'staff = { U1 = "ada", U2 = "vera", U3 = "gone" }\n'
    return a_table("chat", id=kind, type=kind, secret=f"env:C_{kind}") + people


@pytest.fixture
def say(store: Path, monkeypatch: pytest.MonkeyPatch) -> Say:
    for kind, secret in SECRETS.items():
        monkeypatch.setenv(f"C_{kind}", secret)
    add_to_config(store, *map(a_chat, SECRETS))
    hand_in(CommandShell())
    for name, role in (("ada", Role.EDITOR), ("vera", Role.VIEWER), ("gone", Role.EDITOR)):
        add_staff(name, role, PASSWORD)
    disable_staff("gone")
    client = Client(create_app())

    def send(
        kind: str, text: str, user: str = "U1", trigger: str = "t1", secret: str = "", ago: int = 0
    ) -> TestResponse:
        key = secret or SECRETS[kind]
        with clock.standing_at(NOON):
            return client.post(f"/chat/{kind}", **_request(kind, text, user, trigger, key, ago))

    return send


def _request(
    kind: str, text: str, user: str, trigger: str, key: str, ago: int
) -> dict[str, object]:
    """What each of them sends."""
    at = NOON - timedelta(seconds=ago)
    form = {"token": "x", "user_id": user, "text": text, "trigger_id": trigger}
    headers: dict[str, str] = {}
    if kind == "teams":
        activity = {
            "type": "message",
            "id": trigger,
            "timestamp": f"{at:%Y-%m-%dT%H:%M:%S}.437Z",
            "from": {"id": "29:1", "name": "Jane", "aadObjectId": user},
            "text": f"<at>Status</at>&nbsp;{html.escape(text, quote=False)}",
        }
        body = json.dumps(activity).encode()
        made = hmac.new(base64.b64decode(key), body, hashlib.sha256).digest()
        headers["Authorization"] = f"HMAC {base64.b64encode(made).decode()}"
        return {"data": body, "headers": headers, "content_type": "application/json"}
    if kind == "mattermost":
        form["token"] = key
        headers["Authorization"] = f"Token {key}"
    body = urlencode(form | {"text": html.escape(text, quote=False)}).encode()
    if kind == "mattermost":
        body = urlencode(form).encode()
    if kind == "slack":
        stamp = str(int(at.timestamp()))
        signed = b"v0:" + stamp.encode() + b":" + body
        made_ = hmac.new(key.encode(), signed, hashlib.sha256).hexdigest()
        headers |= {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={made_}"}
    kind_of = "application/x-www-form-urlencoded"
    return {"data": body, "headers": headers, "content_type": kind_of}


def text_of(answer: TestResponse) -> str:
    assert answer.status_code == 200
    return str(answer.get_json()["text"])


def published() -> list[Incident]:
    with db.snapshot():
        return incidents.newest(9)


def drafted() -> int:
    with db.snapshot():
        return len(drafts.all_drafts())


@pytest.mark.parametrize("kind", SECRETS)
def test_line_is_kept_as_a_draft_with_its_link_and_once(say: Say, kind: str) -> None:
    answers = [say(kind, OPEN) for _ in range(2)]
    assert "Nothing is published yet." in text_of(answers[0])
    assert "https://status.acme.example/admin/drafts/" in text_of(answers[0])
    assert answers[0].get_json() == answers[1].get_json()
    assert (published(), drafted()) == ([], 1)
    if kind != "teams":
        assert answers[0].get_json()["response_type"] == "ephemeral"
    other = say(kind, OPEN.replace("slow", "slower"))  # of the same id, which is no repeat
    assert other.get_json() != answers[0].get_json()
    assert drafted() == 2


@pytest.mark.parametrize("kind", SECRETS)
def test_incident_is_opened_updated_and_resolved_by_lines(say: Say, kind: str) -> None:
    told = text_of(say(kind, f"{OPEN} --publish"))
    [found] = published()
    assert told.splitlines()[-1].removesuffix("<br>").endswith(f"/incidents/{found.key}")
    assert found.updates[0].author == "ada"
    say(kind, f"{OPEN} --publish")
    assert len(published()) == 1
    assert found.key in text_of(say(kind, "list", trigger="t2"))
    say(kind, f'update {found.key} "Found." --status identified --publish', trigger="t3")
    say(kind, f'resolve {found.key} "All is well & over." --publish', trigger="t4")
    [found] = published()
    assert [one.body for one in found.updates] == ["All is well & over.", "Found.", "We look."]
    assert not found.is_open
    with db.snapshot():
        entries = audit.newest(9)
    assert {(one.who, one.via) for one in entries if one.verb == "publish"} == {("ada", Via.CHAT)}


def test_whoever_may_not_is_told_so_and_nothing_is_done(say: Say) -> None:
    assert "your id in this chat is U9" in text_of(say("slack", OPEN, user="U9"))
    assert "can look, but not publish" in text_of(say("slack", OPEN, user="U2"))
    assert "not known here" in text_of(say("slack", OPEN, user="U3"))
    assert text_of(say("slack", "list", user="U2")) == "No incident is open."
    assert (published(), drafted()) == ([], 0)


@pytest.mark.parametrize(
    ("line", "mend"),
    [
        ("open Slow", "--body"),
        ('open Slow "We look." --component apo=major_outage', "apo"),
        ('update unheardof "We look."', "unheardof"),
        ('open "Slow', "A quote is open"),
    ],
)
def test_mistake_is_answered_with_the_mend_and_the_line(say: Say, line: str, mend: str) -> None:
    told = html.unescape(text_of(say("slack", line)))
    assert mend in told
    assert line in told
    mended = say("slack", OPEN)  # with the same id: what was refused is not remembered
    assert "Nothing is published yet." in text_of(mended)


def test_help_shows_lines_that_work(say: Say) -> None:
    told = html.unescape(text_of(say("mattermost", "help")))
    [line] = [one for one in told.splitlines() if one.startswith("open ")]
    assert "Nothing is published yet." in text_of(say("mattermost", line))


@pytest.mark.parametrize("kind", SECRETS)
def test_nobody_speaks_without_the_secret_or_with_an_old_request(say: Say, kind: str) -> None:
    wrong = say(kind, OPEN, secret="c29tZXRoaW5n")
    assert (wrong.status_code, wrong.content_type) == (401, "text/plain; charset=utf-8")
    assert wrong.text == "The signature does not fit the body; compare the secrets.\n"
    if kind != "mattermost":  # which names no time
        late = say(kind, OPEN, ago=301)
        assert (late.status_code, late.text.count("\n")) == (401, 1)
        assert "more than 5 minutes from ours" in late.text
    assert drafted() == 0


@pytest.mark.parametrize("mistaken", ["----", "geheim-für-teams"])
def test_what_is_no_security_token_lets_nobody_in(
    say: Say, monkeypatch: pytest.MonkeyPatch, mistaken: str
) -> None:
    monkeypatch.setenv("C_teams", mistaken)
    assert say("teams", OPEN, secret="====").status_code == 401  # signed with an empty key


def test_secret_that_is_not_set_is_named(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("C_slack")
    told = say("slack", OPEN)
    assert (told.status_code, told.text) == (
        401,
        "The variable C_slack is not set here; set it, and restart.\n",
    )


def test_chat_that_is_not_set_up_is_not_there(say: Say) -> None:
    assert Client(create_app()).post("/chat/other").status_code == 404


def test_words_of_a_chat_are_shown_as_words(say: Say) -> None:
    told = text_of(say("slack", "open <!channel> & <b>"))
    assert "<" not in told
