"""Forms come in UTF-8, as every page says: of what came otherwise letters would be lost."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

from flask import request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge

from statuspage.domain.vocabulary.text import not_utf8, one_line
from statuspage.web.language import speaker

_AROUND = 20  # bytes
_URLENCODED, _MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"


def require_utf8() -> None:
    """For every request before it is read. Raises BadRequest, in words."""
    if request.mimetype not in (_URLENCODED, _MULTIPART):
        return
    try:
        body = request.get_data()
    except RequestEntityTooLarge:
        return  # whoever reads the form says so in its own words
    if request.mimetype == _URLENCODED:
        body = unquote_to_bytes(body.replace(b"+", b" "))
    try:
        body.decode()
    except UnicodeDecodeError as error:
        around = body[max(0, error.start - _AROUND) : error.end + _AROUND]
        place = one_line(around.decode(errors="replace"))
        raise BadRequest(speaker().say(not_utf8(place))) from None
