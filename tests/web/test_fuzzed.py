"""Hostile values in every place that takes one: no fault, no leak, no way off the site.

Raw bytes over sockets are in test_raw_requests.py; here whole requests go to the whole application.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from werkzeug.test import Client, TestResponse

from statuspage import clock
from statuspage.actions.staff.sign_in import account_named, start_session
from statuspage.actions.staff.tokens import create_token
from statuspage.domain.desk.staff import Role
from statuspage.domain.desk.token import SCOPES
from statuspage.site import catalogue
from statuspage.site.api import WRITES
from statuspage.site.api.writes import Write
from statuspage.site.page import PublicPage
from statuspage.store import db
from statuspage.store.desk import staff
from statuspage.web.admin.access.sign_in import COOKIE
from statuspage.web.admin.routes import ROUTES, Route
from statuspage.web.app import create_app
from statuspage.web.security import security_headers
from tests.helpers.sites import a_probe, open_site, write_site
from tests.helpers.telling import opened

pytestmark = pytest.mark.slow

MARK = "x9mark"
HOSTILE = (
    *(f"<script>{MARK}()</script>", f'" on{MARK}="1', f"' on{MARK}='1", f"javascript:{MARK}()"),
    *(
        f"[a](javascript:{MARK}())",
        f"![a](x){{on{MARK}=1}}",
        f"<a href=//{MARK}>",
        "{{7*7}}{% x %}",
    ),
    *("a\r\nSet-Cookie: x=1", "\0", "\x1b[31m", "\ufeff", "\u202e\u2066", "\u2028", "İ" * 9),
    *("//evil.example", "/\\evil.example", "https://evil.example/", "/%09/evil.example"),
    *("../../../etc/passwd", "..\\..\\x", "%2e%2e%2f", "%00", "/etc/passwd", "file:///etc/passwd"),
    *(
        "0",
        "-1",
        "9" * 400,
        "1e999",
        "NaN",
        "٣٤",
        "true",
        "null",
        "[]",
        "{}",
        "=1+1",
        "%s%n",
        "{0}",
    ),
    *("9999-12-31T23:59:59Z", "0001-01-01", "2026-02-30", "24:61", "99999999d", "tomorrow 9:00"),
    *("FREQ=SECONDLY", "api=down", "-- ", "'; drop table incident; --", "a" * 30_000, "(" * 3000),
)
VALUES = st.sampled_from(HOSTILE) | st.text(max_size=40)
JSONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | VALUES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(VALUES, inner, max_size=3),
    max_leaves=8,
)
FUZZED = settings(
    max_examples=120,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
HEADERS = (
    *("Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Cookie", "Content-Type"),
    *("Forwarded", "Host", "Idempotency-Key", "If-Modified-Since", "If-None-Match", "Origin"),
    *("Range", "Referer", "Sec-Fetch-Site", "User-Agent", "X-Forwarded-For", "X-Forwarded-Host"),
    *("X-Forwarded-Prefix", "X-Forwarded-Proto", "X-Request-Id"),
)


class Desk:
    """An admin and a program with every scope, at a site with one incident."""

    def __init__(self) -> None:
        now = clock.now()
        with db.transaction():
            staff.insert("ada", "no password", Role.ADMIN, now)
        incident = opened()
        self.client = Client(create_app())
        self.session = start_session(account_named("ada"), "a test", "nothing")
        self.client.set_cookie(COOKIE, self.session, path="/admin")
        self.token = create_token("all", [*SCOPES], {"api-http"})
        self.parts = {"key": incident.key, "update": incident.updates[0].key, "name": "ada"}
        self.forms = {path: fields for path, fields in self._forms() if fields}

    def address(self, rule: str, value: str = "") -> str:
        """An address of the desk, with a value in the place of its parts, or with real ones."""
        return "/admin" + re.sub(
            r"<(?:[^<>]*:)?(\w+)>",
            lambda part: quote(value, safe="") if value else self.parts.get(part[1], "changelog"),
            rule,
        )

    def _forms(self) -> Iterator[tuple[str, dict[str, str]]]:
        for route in ROUTES:
            if route.get and route.post and "sign" not in route.rule and "prove" not in route.rule:
                path = self.address(route.rule)
                answer = self.client.get(path)
                if answer.status_code == 200:
                    yield path, dict(html.document_fromstring(answer.text).forms[-1].form_values())


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    open_site(write_site(tmp_path_factory.mktemp("fuzzed") / "site", a_probe(type="heartbeat")))
    yield Desk()
    db.close_store()


def require_harmless(answer: TestResponse) -> None:
    """What holds for every answer, whatever was asked."""
    assert answer.status_code < 500, answer.text[:300]
    there = {name for name, _ in answer.headers}
    assert {name for name, _ in security_headers(is_https=True)} <= there
    where = answer.headers.get("Location", "/")
    assert re.match(r"/(?![/\\])|https://status\.acme\.example/", where), where
    assert "x" not in {cookie.partition("=")[0] for cookie in answer.headers.getlist("Set-Cookie")}
    text = answer.get_data().decode("utf-8", "replace")
    for leak in ("Traceback", "site-packages", "root:x:0"):
        assert leak not in text
    if "html" in answer.headers.get("Content-Type", ""):
        tree = html.document_fromstring(text) if text else html.Element("p")
        for element in tree.iter():
            assert not any(name.lower() == f"on{MARK}" for name in element.attrib)
            for name in ("href", "src", "action"):
                leads = str(element.get(name, "")).strip().lower()
                assert not leads.startswith(("javascript:", f"//{MARK}")), leads
        assert not any(MARK in (script.text or "") for script in tree.iter("script"))


def sent(value: str) -> bytes:
    return value.encode("utf-8", "surrogatepass")


@FUZZED
@given(route=st.sampled_from(ROUTES), value=VALUES, names=st.lists(VALUES, max_size=3))
def test_addresses_and_queries_of_the_desk_are_harmless(
    desk: Desk, route: Route, value: str, names: list[str]
) -> None:
    known = ["next", "kept", "q", "who", "what", "since", "form", "template", "component", *names]
    query = "&".join(f"{quote(name)}={quote(value)}" for name in known)
    for path in dict.fromkeys((desk.address(route.rule), desk.address(route.rule, value))):
        if not path.endswith(("/end", "/end-others", "/sign-out")):
            require_harmless(desk.client.get(f"{path}?{query}"))


@FUZZED
@given(data=st.data(), value=VALUES, do=st.sampled_from(["preview", "publish", "draft", "x", ""]))
def test_fields_of_each_form_are_harmless(
    desk: Desk, data: st.DataObject, value: str, do: str
) -> None:
    path = data.draw(st.sampled_from(sorted(desk.forms)))
    fields = desk.forms[path]
    names = st.sampled_from(sorted({*fields, "body", "title", "submission"} - {"csrf_token"}))
    odd = dict.fromkeys(data.draw(st.lists(names, min_size=1, max_size=3)), value)
    if path.endswith(("/disable", "/reset-factors", "/password")):
        do = "x"
    require_harmless(desk.client.post(path, data={**fields, "do": do, **odd}))


@FUZZED
@given(
    write=st.sampled_from(WRITES), body=JSONS, kind=st.integers(0, 3), raw=st.binary(max_size=60)
)
def test_bodies_of_the_api_are_harmless(
    desk: Desk, write: Write, body: object, kind: int, raw: bytes
) -> None:
    texts = (json.dumps(body).encode(), raw, json.dumps([body]).encode() + raw, raw + b"\n{}")
    kinds = ("application/json", "application/json", "application/x-ndjson", "text/csv")
    path = re.sub(r"{\w+}", desk.token, write.path)
    headers = {"Authorization": f"Bearer {desk.token}"}
    with clock.standing_at(clock.now()):
        answer = desk.client.post(path, data=texts[kind], content_type=kinds[kind], headers=headers)
    require_harmless(answer)


@FUZZED
@given(
    page=st.sampled_from(catalogue.PAGES),
    value=VALUES,
    headers=st.dictionaries(st.sampled_from(HEADERS), VALUES, max_size=4),
    method=st.sampled_from(["GET", "HEAD", "OPTIONS", "POST", "PUT"]),
)
def test_public_addresses_and_headers_are_harmless(
    desk: Desk, page: PublicPage, value: str, headers: dict[str, str], method: str
) -> None:
    pattern = page.pattern
    path = re.sub(r"{\w+(?::path)?}", lambda _: quote(value or "x", safe="/"), pattern)
    plain = {name: re.sub(r"[\r\n]", " ", text) for name, text in headers.items()}
    stranger = Client(desk.client.application)
    require_harmless(stranger.open(path, method=method, environ_overrides=as_sent(plain)))


def as_sent(headers: dict[str, str]) -> dict[str, str]:
    """Headers as a server hands them on: bytes as letters of Latin-1."""
    names = {"Content-Type": "CONTENT_TYPE"}
    return {
        names.get(name, f"HTTP_{name.upper().replace('-', '_')}"): sent(text).decode("latin-1")
        for name, text in headers.items()
    }


@settings(FUZZED, max_examples=10)
@given(body=st.binary(max_size=200), kind=VALUES, boundary=st.text("ab-_", max_size=5))
def test_bodies_of_forms_are_harmless(desk: Desk, body: bytes, kind: str, boundary: str) -> None:
    part = f'--{boundary}\r\nContent-Disposition: form-data; name="title"'.encode()
    bodies = {
        "application/x-www-form-urlencoded": body,
        f"multipart/form-data; boundary={boundary}": part + body,
        f"multipart/form-data; boundary={boundary}; charset={kind[:20]}": body,
        kind[:200]: body,
    }
    for name, sent_body in bodies.items():
        overrides = {"CONTENT_TYPE": sent(name).decode("latin-1")}
        for path in ("/admin/sign-in", "/admin/incidents/new", "/admin/sign-in/passkey"):
            answer = desk.client.post(path, data=sent_body, environ_overrides=overrides)
            require_harmless(answer)
