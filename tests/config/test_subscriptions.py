"""[subscriptions]: what one way of being told needs besides."""

from __future__ import annotations

from pathlib import Path

from tests.config.written import MINIMAL, faults, read

TOLD = "\n[subscriptions]\nbrowsers = true\n"


def test_push_services_want_somebody_to_ask(tmp_path: Path) -> None:
    [fault] = faults(tmp_path, f"{MINIMAL}{TOLD}")
    assert '"browsers" needs "contact" in [site]' in fault
    named = MINIMAL.replace("[site]\n", '[site]\ncontact = "help@acme.example"\n')
    assert read(tmp_path, f"{named}{TOLD}").subscriptions.browsers
