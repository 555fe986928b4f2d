"""Mattermost: requests that hold the token of the command.

https://developers.mattermost.com/integrate/slash-commands/custom/
"""

from __future__ import annotations

import hashlib
from typing import Any

from statuspage.web.chat.spoken import ChatForm, ChatRequest, Spoken, Unproven, is_same


def _read(sent: ChatRequest, secret: str) -> Spoken:
    form = sent.form()
    scheme, _, given = sent.header("Authorization").partition(" ")
    token = given.strip() if scheme.lower() == "token" else form.get("token", "")
    if not is_same(token, secret):
        raise Unproven
    made = hashlib.sha256(sent.body).hexdigest()
    return Spoken(form.get("user_id", ""), form.get("text", ""), form.get("trigger_id") or made)


def _answer(text: str) -> dict[str, Any]:
    return {"response_type": "ephemeral", "text": text}


FORM = ChatForm(_read, _answer)
