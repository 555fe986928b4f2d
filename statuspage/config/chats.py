"""[[chat]]: where staff open, update and resolve incidents by a slash command."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator

from statuspage.config.kinds.environment import Secret
from statuspage.config.kinds.values import Id, Model, Name
from statuspage.said import said

ChatKind = Literal["slack", "mattermost", "teams"]


def _somebody(staff: dict[str, str]) -> dict[str, str]:
    if not staff:
        raise ValueError(
            said('is empty, so nobody may; write who does, such as {{ U024BE7LH = "ada" }}')
        )
    return staff


ChatStaff = Annotated[dict[Name, Name], AfterValidator(_somebody)]


class Chat(Model):
    """One workspace, team or tenant."""

    id: Id
    """Its name in this file and in the address that the chat calls: /chat/ID."""
    type: ChatKind
    """Which chat it is."""
    secret: Secret
    """What proves that the chat is calling, as `"env:NAME"`: the signing secret of the app in
    Slack, the token of the command in Mattermost, the security token of the webhook in Teams."""
    staff: ChatStaff
    """Who may: the id of each person in the chat, and the name of their account here. Somebody who
    is not in it is told their id. What they may do is said by the role of the account."""
