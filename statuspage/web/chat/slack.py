"""Slack: requests signed by the secret of the app.

https://docs.slack.dev/authentication/verifying-requests-from-slack and
https://docs.slack.dev/interactivity/implementing-slash-commands
"""

from __future__ import annotations

import hashlib
import hmac
import html
from typing import Any

from statuspage.web.chat.spoken import ChatForm, ChatRequest, Spoken, Unproven, is_same


def _read(sent: ChatRequest, secret: str) -> Spoken:
    stamp = sent.header("X-Slack-Request-Timestamp")
    if not (stamp.isascii() and stamp.isdecimal() and len(stamp) < 12):
        raise Unproven
    signed = b"v0:" + stamp.encode() + b":" + sent.body
    made = "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    if not is_same(made, sent.header("X-Slack-Signature")):
        raise Unproven
    sent.require_recent(int(stamp))
    form = sent.form()
    # Slack writes &, < and > as entities, and nothing else.
    text = html.unescape(form.get("text", ""))
    return Spoken(form.get("user_id", ""), text, form.get("trigger_id") or made)


def _answer(text: str) -> dict[str, Any]:
    return {"response_type": "ephemeral", "text": html.escape(text, quote=False)}


FORM = ChatForm(_read, _answer)
