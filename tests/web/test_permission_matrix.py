"""Every route of the program, asked by everybody there is: as tests/data/permissions.txt says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from werkzeug.test import Client, TestResponse

from statuspage import clock
from statuspage.actions.given import Actor
from statuspage.actions.staff.accounts import disable_staff
from statuspage.actions.staff.sign_in import SESSION_LASTS, account_named, sign_out, start_session
from statuspage.actions.staff.tokens import create_token, revoke_token
from statuspage.domain.desk.staff import Role
from statuspage.domain.desk.token import SCOPES
from statuspage.site import catalogue
from statuspage.store import db
from statuspage.store.desk import staff
from statuspage.web import typed
from statuspage.web.admin.access.sign_in import COOKIE
from statuspage.web.app import WsgiApp, create_app, create_desk
from tests.helpers.sites import a_probe, open_site, write_site

pytestmark = pytest.mark.slow
TABLE = Path(__file__).parents[1] / "data" / "permissions.txt"
ROLES = [role.value for role in sorted(Role, key=lambda role: role.rank)]
PARTS: Mapping[str, str] = {
    "note": "1",
    "folder": "changelog",
    "number": "1",
    "period": "2026-06",
    "part": "2026-06",
    "language": "de",
    "signal": "fail",
    "fingerprint": "0123456789",
}


@dataclass(frozen=True)
class Row:
    """What an address asks for, at the least, when it is asked in one way."""

    least: str
    method: str
    rule: str

    @property
    def is_about_signing_in(self) -> bool:
        """Whether its own answer asks for a password, or leads to where one is asked for."""
        return self.rule.startswith(("/admin/sign-", "/admin/prove"))

    def path(self, key: str = "x") -> str:
        """An address of the rule; its parts lead nowhere, or hold a key."""
        given = {**PARTS, "key": key} if self.least == "key" else PARTS
        return re.sub(r"{(\w+)}", lambda part: given.get(part[1], "x"), self.rule)


class Somebody:
    """Who asks: with the cookie of a session, or with the secret of a token."""

    def __init__(
        self, app: WsgiApp, name: str, *may: str, session: str = "", token: str = ""
    ) -> None:
        self.name = name
        self._may = may
        self._token = token
        self._client = Client(app)
        self.fields: dict[str, str] = {}
        if session:
            self._client.set_cookie(COOKIE, session, path="/admin")
            found = re.search(r'name="csrf_token" value="([^"]+)"', self._client.get("/admin").text)
            self.fields["csrf_token"] = found[1] if found else ""

    def ask(self, row: Row, method: str = "") -> TestResponse:
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        sent = self.fields if (method or row.method) == "POST" else None
        path = row.path(self._token or "x")
        return self._client.open(path, method=method or row.method, data=sent, headers=headers)

    def is_let_in(self, row: Row) -> bool:
        return row.least == "anybody" or row.least in self._may


def rows() -> list[Row]:
    found = []
    for line in TABLE.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            least, *methods, rule = line.split()
            found += [Row(least, method, rule) for method in methods]
    return found


def is_refused(row: Row, answer: TestResponse) -> bool:
    """Whether somebody was kept out, in the way of each part of the program."""
    if row.least == "signed":
        return answer.status_code in (401, 404, 429)
    if row.least in ("key", "link"):
        return answer.status_code in (404, 429)
    to_sign_in = "/admin/sign-in" in answer.headers.get("Location", "")
    return answer.status_code in (401, 403, 429) or (answer.status_code == 303 and to_sign_in)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WsgiApp]:
    folder = tmp_path_factory.mktemp("matrix") / "site"
    open_site(write_site(folder, a_probe(type="heartbeat")))
    yield create_app()
    db.close_store()


def session_of(name: str, role: Role = Role.ADMIN, *, ago: timedelta = timedelta()) -> str:
    """A session of a new account, which has no password to be hashed."""
    now = clock.now()
    with db.transaction():
        staff.insert(name, "no password", role, now)
    with clock.standing_at(now - ago):
        return start_session(account_named(name), "a test", "nothing")


@pytest.fixture(scope="module")
def everybody(app: WsgiApp) -> list[Somebody]:
    """Each role and scope, and each way of being nobody any more."""
    found = [Somebody(app, "nobody")]
    for role in Role:
        may = ROLES[: ROLES.index(role.value) + 1]
        found.append(Somebody(app, role.value, *may, session=session_of(role.value, role)))
    expired = session_of("expired", ago=SESSION_LASTS + timedelta(seconds=1))
    left, closed = session_of("left"), session_of("closed")
    sign_out(left, Actor("left"))
    disable_staff("closed")
    gone = {"expired": expired, "left": left, "closed": closed, "forged": "x" * 43}
    found += [Somebody(app, f"{how} session", session=one) for how, one in gone.items()]
    for scope in SCOPES:
        token = create_token(scope, [scope], [])
        may = (scope, "typed") if scope in typed.SCOPES else (scope,)
        found.append(Somebody(app, f"token for {scope}", *may, token=token))
    key = create_token("key", ["heartbeat:api-http"], {"api-http"})
    found.append(Somebody(app, "key of a heartbeat", "key", token=key))
    for name, scopes in (("revoked", [*SCOPES]), ("revoked-key", ["heartbeat:api-http"])):
        token = create_token(name, scopes, {"api-http"})
        revoke_token(name)
        found.append(Somebody(app, f"token {name}", token=token))
    return found


def plain(rule: str) -> str:
    """A rule as the table writes it, whoever made it: its parts by name alone."""
    rule = re.sub(r"\.[0-9a-f]{10}\.", ".{fingerprint}.", rule)
    return re.sub(r"<(?:[^<>]*:)?(\w+)>|{(\w+):path}", r"{\1\2}", rule)


def test_table_has_a_row_for_every_route_and_no_other(app: WsgiApp) -> None:
    there = {
        (plain(rule.rule), method)
        for rule in create_desk([]).url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if not rule.rule.startswith("/<language>")  # the same as without
    }
    there |= {(plain(page.pattern), "GET") for page in catalogue.PAGES}
    named = [(row.rule, row.method) for row in rows()]
    assert sorted(set(named) ^ there) == []
    assert sorted(named) == sorted(set(named))
    assert {row.least for row in rows()} <= {
        "anybody",
        "key",
        "link",
        "signed",
        "typed",
        *ROLES,
        *SCOPES,
    }


def test_everybody_is_let_in_where_the_table_says_and_nowhere_else(
    app: WsgiApp, everybody: list[Somebody]
) -> None:
    """Whoever is let in may still be told that there is nothing, or that a field is missing."""
    wrong = []
    for row in sorted(rows(), key=lambda row: row.rule == "/admin/sign-out"):
        is_public = row.least == "anybody"
        for one in everybody[:1] if is_public else everybody:
            answer = one.ask(row)
            refused = is_refused(row, answer) and not (
                one.is_let_in(row) and row.is_about_signing_in
            )
            if refused == one.is_let_in(row) or answer.status_code >= 500:
                wrong.append(f"{one.name}: {row.method} {row.rule} answers {answer.status_code}")
    assert wrong == []


def test_no_address_takes_what_it_does_not_name(app: WsgiApp, everybody: list[Somebody]) -> None:
    named: dict[str, list[Row]] = {}
    for row in rows():
        named.setdefault(row.rule, []).append(row)
    admin, wrong = everybody[3], []
    for rule, there in named.items():
        for method in {"GET", "POST", "DELETE"} - {row.method for row in there}:
            status = admin.ask(there[0], method).status_code
            if status not in (404, 405):
                wrong.append(f"{method} {rule} answers {status}")
    assert wrong == []


def test_no_form_is_taken_that_did_not_come_from_a_page_of_ours(
    app: WsgiApp, everybody: list[Somebody]
) -> None:
    strange = Somebody(app, "strange", session=session_of("misled"))
    strange.fields["csrf_token"] = "x" * 43
    taken = [
        row.rule
        for row in rows()
        if row.method == "POST" and row.rule.startswith("/admin") and row.least != "anybody"
        if strange.ask(row).status_code not in (400, 404)
    ]
    assert taken == []
