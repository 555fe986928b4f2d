"""The page /api for people, and openapi.json for programs: the same list of addresses."""

from __future__ import annotations

import json
from collections.abc import Mapping

from statuspage.domain.desk.token import SCOPES
from statuspage.said import Said, said
from statuspage.site.api.openapi import document
from statuspage.site.api.readings import READINGS
from statuspage.site.api.shapes import BASE
from statuspage.site.api.writes import WRITES
from statuspage.site.page import Context, Facts, PublicPage
from statuspage.site.periods import JSON
from statuspage.site.rendering import as_is, template

PROBLEMS: Mapping[int, Said] = {
    401: said(
        "No token, or one that is not known or was revoked. Send “Authorization: Bearer TOKEN”."
    ),
    403: said("The token is for something else; make one with the scope that the address needs."),
    404: said("There is nothing at this address."),
    405: said("The address does not take this method; the header “Allow” names those it takes."),
    409: said("It does not fit what stands now; “detail” says what is possible."),
    413: said("The body is larger than 1 MB. Send it in pieces."),
    415: said("The body is of another type than the header “Accept” of the answer names."),
    422: said(
        "The body cannot be taken as it is; “errors” names every fault with its line or field."
    ),
    429: said("Too many requests; the header “Retry-After” says how many seconds to wait."),
    500: said("Something went wrong on our side."),
    503: said("The records are out of reach for the moment. Send it again, it may be sent twice."),
}
"""What each status of a problem document means, and the mend."""


def guide(context: Context) -> Facts:
    """Every address of the API, what it needs, and an example."""
    needed = {write.scope for write in WRITES}
    values = {
        "readings": [(reading.page.pattern, reading.summary) for reading in READINGS],
        "writes": WRITES,
        "scopes": {scope: what for scope, what in SCOPES.items() if scope in needed},
        "problems": PROBLEMS,
    }
    return Facts(values, context.now)


def openapi(context: Context) -> Facts:
    """The description of the API."""
    found = document(context.site)
    text = json.dumps(found, ensure_ascii=False, indent=1, default=context.locale.say)
    return Facts({"body": f"{text}\n".encode()}, context.now)


PAGES = (
    PublicPage("/api", guide, template("api.html"), in_sitemap=True),
    PublicPage(f"{BASE}/openapi.json", openapi, as_is, content_type=JSON),
)
