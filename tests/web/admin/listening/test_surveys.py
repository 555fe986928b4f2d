"""Surveys at the desk: a round is made once, and its links and what to paste are there."""

from __future__ import annotations

from tests.web.conftest import Browser


def _made(ada: Browser, **fields: str) -> int:
    sent = ada.get("/admin/surveys/new").fields() | {"do": "publish"} | fields
    assert ada.post("/admin/surveys/new", sent).code == ada.post("/admin/surveys/new", sent).code
    return ada.post("/admin/surveys/new", sent).code


def test_round_is_made_once_with_its_links(ada: Browser) -> None:
    assert _made(ada, kind="csat", name="spring", way="links", count="3") == 303
    page = ada.get("/admin/surveys")
    assert "3 links" in page.words()
    assert "answer=5&by=TOKEN" in page.words().replace("&amp;", "&")
    rows = ada.get("/admin/surveys/csat/spring.csv").text.splitlines()
    assert len(rows) == 4
    assert "/ask/csat/spring?by=" in rows[1]
    assert _made(ada, kind="csat", name="spring", way="links", count="2") == 303
    assert len(ada.get("/admin/surveys/csat/spring.csv").text.splitlines()) == 6


def test_open_round_has_one_address(ada: Browser) -> None:
    assert _made(ada, kind="true", name="website", way="open") == 303
    assert "open to everybody" in ada.get("/admin/surveys").words()
    assert "open to everybody" in ada.get("/sla").words()


def test_faults_stand_beside_their_fields(ada: Browser) -> None:
    assert _made(ada, name="No!", count="many") == 422
    assert _made(ada, name="no", count="many") == 422
    assert _made(ada, name="no", count="0") == 422
    assert ada.get("/admin/surveys/csat/none.csv").code == 404
    assert ada.get("/admin/surveys/none/none.csv").code == 404
