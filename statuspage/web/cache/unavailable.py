"""The page for whoever asks while nothing can be made, and nothing was made before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from statuspage.domain.vocabulary.languages import split
from statuspage.render import html
from statuspage.site.page import HTML
from statuspage.web.cache.answer import CROSS_ORIGIN, Answer, Header
from statuspage.web.language import here, speaker


def unavailable(environ: Mapping[str, Any], common: list[Header]) -> Answer:
    """It says what to do, in the language of the address."""
    language = split(environ["PATH_INFO"])[0]
    body = html.page(speaker(language), here(), "public/unavailable.html").encode()
    headers = [
        ("Content-Type", HTML),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
        ("Retry-After", "30"),
        *CROSS_ORIGIN,
        *common,
    ]
    is_head = environ["REQUEST_METHOD"] == "HEAD"
    return "503 Service Unavailable", headers, [] if is_head else [body]
