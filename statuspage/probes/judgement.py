"""Whether the answer to a web request is the expected one, read as a browser reads it."""

from __future__ import annotations

import html
import json
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from statuspage.config.kinds.json_path import value_at
from statuspage.config.kinds.statuses import Statuses
from statuspage.net.exchange import Answer
from statuspage.net.reading import Unpackable, Unreadable, readings, unpacked
from statuspage.probes.expected import HttpExpect
from statuspage.probes.kind import Blind, Failed
from statuspage.said import said


def judge(answer: Answer, expect: HttpExpect, size: int) -> None:
    """Raises Failed when the answer is not what was expected, Blind when it cannot be read here."""
    _judge_status(answer.status, expect)
    if expect.contains is None and expect.not_contains is None and not expect.json_path:
        return
    body, is_whole = _body(answer, size)
    read = said("in the first {count} bytes of the answer", count=size)
    where = said("in the answer") if is_whole else read
    texts = [*readings(answer, body)]
    if expect.contains is not None and not _holds(texts, expect.contains):
        raise Failed("text", said("The expected text is not {where}.", where=where))
    if expect.not_contains is not None and _holds(texts, expect.not_contains):
        raise Failed("text", said("A text that must not be there is {where}.", where=where))
    if expect.json_path:
        _judge_json(texts, expect)


def _judge_status(status: int, expect: HttpExpect) -> None:
    if expect.status and status not in Statuses(expect.status):
        wanted = [str(one) for one in expect.status]
        gaps = {"status": status, "wanted": wanted}
        text = said("It answers with status {status}; good are {wanted}.", **gaps)
        raise Failed("status", text, status=status)
    if not expect.status and not 200 <= status <= 299:
        text = said("It answers with status {status}; 200 to 299 is expected.", status=status)
        raise Failed("status", text, status=status)


def _body(answer: Answer, size: int) -> tuple[bytes, bool]:
    try:
        return unpacked(answer, size)
    except Unreadable:
        raise Blind(
            said("The answer came compressed without being asked, in an unknown way.")
        ) from None
    except Unpackable:
        raise Failed("protocol", said("The answer is compressed, and damaged.")) from None


def _holds(texts: Sequence[str], wanted: str) -> bool:
    """Whether a text stands there as it is, or as a reader of the page sees it."""
    # Normalising the answer would take the square of the length of a run of accents in it.
    forms = {wanted, *(unicodedata.normalize(form, wanted) for form in ("NFC", "NFD"))}
    seen = [*texts, *(html.unescape(text) for text in texts if "&" in text)]
    return any(form in text for text in seen for form in forms)


def _judge_json(texts: Sequence[str], expect: HttpExpect) -> None:
    document = next(_documents(texts), _NONE)
    if document is _NONE:
        raise Failed("text", said("The answer is not JSON."))
    for path, wanted in expect.json_path.items():
        try:
            found = value_at(document, path)
        except LookupError as error:
            raise Failed("text", said("The answer has nothing at {path}.", path=path)) from error
        # In Python 1 equals True; in JSON it does not.
        if isinstance(found, bool) != isinstance(wanted, bool) or found != wanted:
            text = said("The value at {path} is not the expected one.", path=path)
            raise Failed("text", text)


_NONE = object()


def _documents(texts: Sequence[str]) -> Iterator[Any]:
    for text in texts:
        try:
            yield json.loads(text)
        except (ValueError, RecursionError):
            continue
