"""Programs that some tests need: where one lacks, a skip with the reason; under CI a failure."""

from __future__ import annotations

import os
import shutil

import pytest

PACKAGES = {
    "openssl": "openssl",
    "nginx": "nginx-light",
    "chromium": "chromium",
    "curl": "curl",
    "wrk": "wrk",
    "caddy": "caddy",
    "systemd-analyze": "systemd",
}


def need(program: str) -> str:
    """The path of a program; skips the test, or fails it under CI=true, when it is missing."""
    path = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if path is not None:
        return path
    reason = f"{program} is missing. As root on Debian: apt-get install {PACKAGES[program]}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
