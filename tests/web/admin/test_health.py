"""/admin/settings/health: the checks that /healthz tells, for staff."""

from __future__ import annotations

import json
from collections.abc import Callable

from statuspage.domain.desk.duties import PATIENCE
from statuspage.domain.desk.staff import Role
from statuspage.store import db
from tests.web.conftest import Browser
from tests.web.test_health import left

PAGE = "/admin/settings/health"


def test_staff_see_what_monitors_see_with_its_folders(signed_in: Callable[..., Browser]) -> None:
    browser = signed_in("ada", Role.VIEWER)
    left(files=1, probing=PATIENCE + 60)
    words = browser.get(PAGE).words()
    told = json.loads(browser.get("/healthz").text)
    for check in told["checks"]:
        assert check["name"] in words
    if folder := db.folder():
        assert f"on the disk of {folder}." in words
        assert str(folder) not in json.dumps(told)
    assert words.index("The worker is stuck in: probing.") < words.index("The store can be read.")
    assert "since" in words


def test_page_is_found_from_the_settings_and_from_what_is_late(
    signed_in: Callable[..., Browser],
) -> None:
    browser = signed_in("ada", Role.EDITOR)
    assert f'href="{PAGE}"' in browser.get("/admin/settings").text
    left(files=1, probing=2)
    assert PAGE not in browser.get("/admin").text
    left(files=1, probing=PATIENCE + 60)
    assert f'href="{PAGE}"' in browser.get("/admin").text


def test_strangers_are_led_to_the_sign_in(browser: Browser) -> None:
    assert browser.get(PAGE).code in (302, 303)
