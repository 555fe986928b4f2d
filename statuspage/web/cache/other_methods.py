"""Answers at a public address to whoever does more than read it: what may be done there."""

from __future__ import annotations

from statuspage.site import catalogue
from statuspage.site.page import HTML
from statuspage.web import api
from statuspage.web.cache.answer import CROSS_ORIGIN, PREFLIGHT, Answer, Header


def to_other_method(path: str, method: str, headers: list[Header]) -> Answer | None:
    """The answer to any method but GET and HEAD; None where others are to answer it."""
    found = catalogue.find(path)
    if method == "OPTIONS" and found is not None and found.page.content_type != HTML:
        taken = ", ".join(["GET", "HEAD", "OPTIONS", *api.methods_of(path)])
        allow = ("Allow", taken)  # what there is; PREFLIGHT has what other sites may do
        return "204 No Content", [allow, *PREFLIGHT, *headers], []
    if found is None or api.owns(path):
        return None
    takes_post = found.page.takes_post is not None or found.page.is_for_programs
    if takes_post and method == "POST":
        return None
    taken = "GET, HEAD, POST" if takes_post else "GET, HEAD"
    return (
        "405 Method Not Allowed",
        [
            ("Allow", taken),
            ("Content-Length", "0"),
            *headers,
            *CROSS_ORIGIN,
        ],
        [],
    )
