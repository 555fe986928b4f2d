"""Teams: an outgoing webhook, whose requests are signed by its security token.

Its answers are seen by the whole channel; it has no others.
https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-outgoing-webhook
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import html
import json
import re
from datetime import datetime
from typing import Any

from statuspage.actions.measurements.rows import instant
from statuspage.web.chat.spoken import ChatForm, ChatRequest, Spoken, Unproven, is_same

_MENTION = re.compile(r"<at[^>]*>.*?</at>", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"<(?:br|/p|/div)[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")


def _read(sent: ChatRequest, secret: str) -> Spoken:
    key = _key(secret)
    made = base64.b64encode(hmac.new(key, sent.body, hashlib.sha256).digest()).decode()
    if not is_same(f"HMAC {made}", sent.header("Authorization")):
        raise Unproven
    try:
        activity = json.loads(sent.body)
        spoken_at: datetime = instant(activity["timestamp"])
        who = activity.get("from") or {}
        user, text = str(who.get("aadObjectId") or who.get("id")), str(activity["text"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Unproven from None
    sent.require_recent(spoken_at.timestamp())
    return Spoken(user, _plain(text), str(activity.get("id") or made))


def _key(secret: str) -> bytes:
    """The key of a security token; of what is none, anybody could know it. Raises Unproven."""
    try:
        key = base64.b64decode(secret.strip(), validate=True)
    except ValueError:
        key = b""
    if not key:
        raise Unproven
    return key


def _plain(text: str) -> str:
    """The words after our own name, which begins each of them."""
    own = _TAG.sub("", _BREAK.sub("\n", _MENTION.sub("", text)))
    return html.unescape(own).replace("\xa0", " ").strip()


def _answer(text: str) -> dict[str, Any]:
    return {"type": "message", "text": html.escape(text, quote=False).replace("\n", "<br>")}


FORM = ChatForm(_read, _answer)
