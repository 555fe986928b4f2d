"""Programs that some tests need: where one lacks, a skip with the reason; under CI a failure."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = {
    "openssl": "openssl",
    "nginx": "nginx-light",
    "chromium": "chromium",
    "curl": "curl",
    "wrk": "wrk",
    "caddy": "caddy",
    "systemd-analyze": "systemd",
    "prometheus": "prometheus",
    "promtool": "prometheus",
    "prometheus-alertmanager": "prometheus-alertmanager",
    "node": "nodejs",
    "bash": "bash",
    "zsh": "zsh",
    "fish": "fish",
}


BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
"""nginx's module for what lies packed beside a file, where Debian puts it."""


def need(program: str) -> str:
    """The path of a program; skips the test, or fails it under CI=true, when it is missing."""
    path = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if path is None:
        _lacking(f"{program} is missing. As root on Debian: apt-get install {PACKAGES[program]}")
    return path


def aside(*parts: str) -> Path:
    """A program of others below `.venv`; skips the test, or fails it under CI=true, without it."""
    path = ROOT.joinpath(".venv", *parts)
    if not path.exists():
        _lacking(f"{path.relative_to(ROOT)} is missing. Run: make aside")
    return path


def need_brotli() -> None:
    """Skips the test, or fails it under CI=true, when nginx cannot send what brotli packed."""
    if not BROTLI.exists():
        package = "libnginx-mod-http-brotli-static"
        _lacking(f"{BROTLI.name} is missing. As root on Debian: apt-get install {package}")


def _lacking(reason: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
