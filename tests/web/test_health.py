"""/healthz: for load balancers and monitors; what the worker does not do is seen by staff, too."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from statuspage import clock
from statuspage.domain.desk.duties import PATIENCE
from statuspage.domain.desk.staff import Role
from statuspage.store import db
from tests.web.conftest import Browser


def left(**ago: float) -> None:
    """What a worker wrote whose duties ended so many seconds ago."""
    at = {name: clock.elapsed() - seconds for name, seconds in ago.items()}
    rows = [[name, 0.0, ended, ended] for name, ended in at.items()]
    path = db.path()
    path.with_name(f"{path.name}.duties").write_text(json.dumps(rows), "utf-8")


def test_well_site_says_ok(browser: Browser) -> None:
    left(files=1, probing=2)
    answer = browser.get("/healthz")
    assert (answer.code, json.loads(answer.text)) == (200, {"status": "ok", "site": "Acme Cloud"})


def test_duty_that_hangs_is_named_and_pages_stay_in_service(browser: Browser) -> None:
    left(files=1, probing=PATIENCE + 60)
    answer = browser.get("/healthz")
    said = json.loads(answer.text)
    assert (answer.code, said["status"]) == (200, "late")
    assert "probing" in said["reason"]
    assert "files" not in said["reason"]


def test_staff_see_on_the_desk_that_the_worker_hangs(
    signed_in: Callable[..., Browser],
) -> None:
    browser = signed_in("ada", Role.EDITOR)
    assert "The worker" not in browser.get("/admin").words()
    left(files=1, probing=PATIENCE + 60)
    assert "The worker hangs in: probing." in browser.get("/admin").words()


def test_store_that_is_gone_is_unavailable(browser: Browser, store: Path) -> None:
    moved = db.path().with_suffix(".moved")
    db.path().rename(moved)
    answer = browser.get("/healthz")
    moved.rename(db.path())
    assert (answer.code, json.loads(answer.text)["status"]) == (503, "unavailable")
