"""/chat/ID: slash commands of Slack, Mattermost and Teams.

No page in a browser can act for somebody here, so there is no secret of a form: each request is
signed by the chat, or holds its token, and no cookie is looked at.
"""

from __future__ import annotations

from flask import Blueprint

from statuspage.web.chat.answering import answer

blueprint = Blueprint("chat", __name__)
blueprint.add_url_rule("/chat/<chat>", "chat", answer, methods=["POST"])
