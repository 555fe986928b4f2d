"""The page /api for people, and openapi.json for programs: the same list of addresses."""

from __future__ import annotations

import json
from collections.abc import Mapping

from statuspage.domain.desk.token import SCOPES
from statuspage.said import Said, said
from statuspage.site.api.assignments import GUARDED
from statuspage.site.api.examples import EXAMPLES
from statuspage.site.api.openapi import document
from statuspage.site.api.readings import READINGS
from statuspage.site.api.shapes import BASE
from statuspage.site.api.writes import WRITES
from statuspage.site.deprecations import DEPRECATED
from statuspage.site.page import Context, Facts, PublicPage
from statuspage.site.promises.periods import JSON
from statuspage.site.rendering import as_is, template
from statuspage.site.v2.documents import DOCUMENTS

PROBLEMS: Mapping[int, Said] = {
    400: said("The body cannot be read as JSON; “errors” says where and why."),
    401: said(
        "No token, or one that is unknown, revoked or expired. Send “Authorization: Bearer TOKEN”."
    ),
    403: said("The token is for something else; make one with the scope this address needs."),
    404: said("There is nothing at this address."),
    405: said(
        "This address does not take this method; the “Allow” header lists the ones it takes."
    ),
    409: said("It does not fit the current state; “detail” says what is possible."),
    412: said(
        "It was changed since the state that “If-Match” names. Read it again, and decide anew."
    ),
    413: said("The body is larger than 1 MB. Send it in parts."),
    415: said("The body is not of a type that the answer’s “Accept” header lists."),
    422: said(
        "The body cannot be accepted as it is; “errors” lists every fault with its line or field."
    ),
    428: said(
        "An edit must say which state it changes: send “If-Match” with the ETag that you read, "
        "or *."
    ),
    429: said("Too many requests; the “Retry-After” header says how many seconds to wait."),
    500: said("Something went wrong on our side."),
    503: said("The records cannot be reached right now. Send it again; sending it twice is safe."),
}
"""What each status of a problem document means, and the mend."""


def guide(context: Context) -> Facts:
    """Every address of the API, what it needs, and an example."""
    needed = {write.scope for write in WRITES}
    values = {
        "readings": [(reading.page.pattern, reading.summary) for reading in READINGS],
        "documents": [(one.page.pattern, one.summary) for one in DOCUMENTS],
        "guarded": GUARDED,
        "writes": WRITES,
        "scopes": {scope: what for scope, what in SCOPES.items() if scope in needed},
        "problems": PROBLEMS,
        "deprecated": DEPRECATED,
        "examples": [(one.name, one.typed(context.site.url), one.answer) for one in EXAMPLES],
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
