"""A browser without a screen: it asks the whole application, keeps cookies and fills in forms."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from werkzeug.test import Client, TestResponse

from statuspage import clock
from statuspage.actions.staff.accounts import add_staff
from statuspage.actions.staff.tokens import create_token
from statuspage.cli.afar.running import CommandShell
from statuspage.domain.desk.staff import Role
from statuspage.web.app import WsgiApp, create_app
from statuspage.web.typed import hand_in

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
JSON = "application/json"
PASSWORD = "a long enough one"


class Page:
    """An answer, and the form in it as a person would find it."""

    def __init__(self, response: TestResponse) -> None:
        self.code = response.status_code
        self.headers = response.headers
        self.text = response.text
        self.tree = html.document_fromstring(response.text or "<p></p>")

    def fields(self, form: int = -1) -> dict[str, str]:
        """What the last form of the page (or another one) would send."""
        return dict(self.tree.forms[form].form_values())

    def words(self) -> str:
        """The readable text, white space folded."""
        return " ".join(self.tree.text_content().split())


class Browser:
    """One browser of one person."""

    def __init__(self, app: WsgiApp, session: str = "") -> None:
        self._client = Client(app)
        if session:
            self._client.set_cookie("statuspage_session", session, path="/admin")

    def cookie(self, name: str) -> str:
        """The value of a cookie of the desk."""
        found = self._client.get_cookie(name, path="/admin")
        return found.value if found else ""

    def with_app(self, app: WsgiApp) -> Browser:
        """The same browser, after the server was started again."""
        other = Browser(app)
        other._client._cookies = self._client._cookies
        return other

    def get(self, path: str) -> Page:
        return Page(self._client.get(path))

    def post(self, path: str, fields: dict[str, str], **more: Any) -> Page:
        return Page(self._client.post(path, data=fields, **more))

    def post_raw(self, path: str, body: bytes, kind: str) -> Page:
        """Send bytes as they are, as no browser would."""
        return Page(self._client.post(path, data=body, content_type=kind))

    def head(self, path: str, fields: dict[str, str]) -> int:
        """Ask for the headers alone, with a form all the same; returns the status code."""
        return self._client.head(path, data=fields).status_code

    def follow(self, page: Page) -> Page:
        """Where a redirect leads."""
        assert page.code == 303, page.words()
        return self.get(page.headers["Location"])

    def send(self, path: str, **words: str) -> Page:
        """Open the form at an address, fill it in and press its button."""
        return self.post(path, self.get(path).fields() | words)

    def sign_in(self, name: str, password: str = PASSWORD) -> Page:
        return self.send("/admin/sign-in", name=name, password=password)

    def lose_session(self) -> None:
        """Forget who is signed in, as if the night had passed."""
        self._client.delete_cookie("statuspage_session", domain="localhost", path="/admin")


@pytest.fixture(scope="session", autouse=True)
def _shell() -> None:
    """Commands are carried out, as by whoever serves."""
    hand_in(CommandShell())


@pytest.fixture
def app(store: Path) -> WsgiApp:
    """The whole web application on the small site."""
    return create_app()


@pytest.fixture
def browser(app: WsgiApp) -> Browser:
    """A browser that is signed in nowhere."""
    return Browser(app)


@pytest.fixture
def signed_in(app: WsgiApp) -> Callable[..., Browser]:
    """Makes browsers of people who are signed in."""

    def make(name: str = "ada", role: Role = Role.EDITOR) -> Browser:
        add_staff(name, role, PASSWORD)
        browser = Browser(app)
        assert browser.sign_in(name).code == 303
        return browser

    return make


@pytest.fixture
def ada(signed_in: Callable[..., Browser]) -> Browser:
    """The browser of an editor."""
    return signed_in()


Post = Callable[..., TestResponse]


@pytest.fixture
def client(store: Path) -> Client:
    """A program without cookies that asks the whole application."""
    return Client(create_app())


@pytest.fixture
def post(client: Client) -> Post:
    """Post a body to an address of the API below /incidents, at noon or some minutes later."""
    token = create_token("monitor", ["incidents"], [])

    def send(
        body: object, path: str = "", minutes: float = 0, kind: str = JSON, key: str | None = None
    ) -> TestResponse:
        data = body if isinstance(body, bytes | str) else json.dumps(body)
        headers = {"Authorization": f"Bearer {token}"}
        headers |= {"Idempotency-Key": key} if key is not None else {}
        address = f"/api/v1/incidents{path}"
        with clock.standing_at(NOON + timedelta(minutes=minutes)):
            return client.post(address, data=data, content_type=kind, headers=headers)

    return send
