"""A body without a stated length is refused where it is too long, never cut."""

from __future__ import annotations

from flask import request
from werkzeug.exceptions import RequestEntityTooLarge


def require_whole() -> None:
    """For every request before it is read. Raises RequestEntityTooLarge.

    Werkzeug ends such a body in silence at the largest length there may be, so that one of that
    length may be the beginning of a longer one.
    """
    if request.content_length is not None or "wsgi.input_terminated" not in request.environ:
        return
    if request.max_content_length and len(request.get_data()) >= request.max_content_length:
        raise RequestEntityTooLarge
