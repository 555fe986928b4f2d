"""Forms that are no UTF-8 are refused before anything is read of them."""

from __future__ import annotations

import pytest

from statuspage.store.incidents import incidents
from tests.web.conftest import Browser

_NEW = "/admin/incidents/new"
_URLENCODED = "application/x-www-form-urlencoded"
_PARTS = 'multipart/form-data; boundary="x"'


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (_URLENCODED, b"title=St%F6rung&body=x"),
        (_URLENCODED, "title=Störung&body=x".encode("latin-1")),
        (_PARTS, '--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nStörung\r\n--x--\r\n'),
    ],
)
def test_a_form_in_latin_1_is_refused(ada: Browser, kind: str, body: bytes | str) -> None:
    sent = body if isinstance(body, bytes) else body.encode("latin-1")
    answer = ada.post_raw(_NEW, sent, kind)
    assert answer.code == 400
    assert "It holds bytes that are not UTF-8, here: “" in answer.words()
    assert "St�rung" in answer.words()
    assert incidents.newest(10) == []
