"""Scripts go out as small as they can be read."""

from __future__ import annotations

from statuspage.render.assets import assets


def test_script_that_checks_a_page_is_small_and_goes_out_without_our_comments() -> None:
    body = assets()["check.js"].body
    assert len(body) < 10_000
    assert b"\n//" not in body
    assert b"\n " not in body
    assert b"crypto.subtle" in body
