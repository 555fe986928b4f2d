"""The services that apprise knows, for hooks of the settings: one delivery for each address."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import Any
from urllib.parse import unquote

from statuspage.domain.telling.result import Blame, Later, Result, Sent
from statuspage.domain.vocabulary.text import one_line
from statuspage.render.feeds.documents import Item
from statuspage.render.hooks.plain import plain
from statuspage.render.hooks.tone import Tone
from statuspage.said import said

SECONDS = 40.0  # its own waits are short; a service may take several requests
_WORDS = 3_000  # characters; apprise cuts or splits what a service takes less of
_QUOTED = 200
_TYPES = {
    Tone.CRITICAL: "failure",
    Tone.MAJOR: "failure",
    Tone.MINOR: "warning",
    Tone.OVER: "success",
}
_PARTS = re.compile(r"[/:@?&=#,]+")
_HIDDEN = 3  # characters; what is shorter is no secret


def send(shown: str, address: str, item: Item, tone: Tone, seconds: float = SECONDS) -> Result:
    """Try once. What apprise says of a failure is told without any part of the address."""
    order = {
        "address": address,
        "title": item.title,
        "body": f"{plain(item, _WORDS)}\n\n{item.url}",
        "type": _TYPES.get(tone, "info"),
    }
    command = [sys.executable, "-P", "-m", "statuspage.notify.hooks.apprise_child"]
    try:
        ran = subprocess.run(  # noqa: S603 nothing of it comes from outside
            command,
            input=json.dumps(order),
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        why = said("It took longer than {seconds} seconds.", seconds=f"{seconds:g}")
        return Later(said("{url} does not answer: {why}", url=shown, why=why))
    except OSError as error:
        why = said("Could not ask: {why}.", why=error.strerror)
        return Later(said("{url} does not answer: {why}", url=shown, why=why), blame=Blame.US)
    return _result(shown, address, _answer(ran.stdout))


def _answer(text: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(text)
    except ValueError:
        return {}
    return found


def _result(shown: str, address: str, answer: dict[str, Any]) -> Result:
    if answer.get("is_sent"):
        return Sent()
    if answer.get("is_missing"):
        text = said(
            "The settings need the package {package}. Install it with: pip install "
            "'statuspage[{extra}]'",
            package="apprise",
            extra="apprise",
        )
        return Later(text)
    if answer.get("is_unknown"):
        text = said("{url} is no address that apprise knows. Compare it with its list.", url=shown)
        return Later(text)
    words = _without(address, " ".join(answer.get("why") or ()))
    if not words:
        return Later(said("{url} could not be told; apprise does not say why.", url=shown))
    return Later(said("{url} could not be told: {words}", url=shown, words=words))


def _without(address: str, words: str) -> str:
    """Words without any part of an address, each of which may be a secret."""
    parts = {*_PARTS.split(address), *_PARTS.split(unquote(address))}
    for part in sorted(parts, key=len, reverse=True):
        if len(part) > _HIDDEN:
            words = words.replace(part, "…")
    return one_line(words)[:_QUOTED]
