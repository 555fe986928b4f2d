"""A member of staff who works the desk over plain HTTP, as a browser without script would."""

from __future__ import annotations

import lxml.html
from httpx2 import Client, Response

from tests.helpers.processes import PATIENCE


class Desk:
    """Signs in and sends forms as they are found, with some fields changed."""

    def __init__(self, address: str, name: str, password: str) -> None:
        self.client = Client(base_url=address, follow_redirects=False, timeout=PATIENCE)
        self.sign_in(name, password)

    def sign_in(self, name: str, password: str) -> None:
        answer = self.send("/admin/sign-in", "password", name=name, password=password)
        assert answer.status_code == 303, answer.text

    def send(self, path: str, holding: str, **changed: str) -> Response:
        """Fetch a page and send its form that has a field `holding`, with some values changed."""
        page = self.client.get(path)
        tree = lxml.html.fromstring(page.text)
        [form] = [form for form in tree.forms if holding in form.fields]
        values = {name: value or "" for name, value in form.form_values()} | changed
        return self.client.post(form.get("action") or path, data=values)

    def close(self) -> None:
        self.client.close()
