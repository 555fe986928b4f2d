"""[[chat]]: where staff open, update and resolve incidents by a slash command."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from statuspage.config.kinds.environment import Secret
from statuspage.config.kinds.values import Id, Model, Name

ChatKind = Literal["slack", "mattermost", "teams"]
ChatStaff = dict[Name, Name]


class Chat(Model):
    """One workspace, team or tenant."""

    id: Id
    """Its name in this file and in the address that the chat calls: /chat/ID."""
    type: ChatKind
    """Which chat it is."""
    secret: Secret
    """What proves that the chat is calling, as `"env:NAME"`: the signing secret of the app in
    Slack, the token of the command in Mattermost, the security token of the webhook in Teams."""
    staff: Annotated[ChatStaff, Field(min_length=1)]
    """Who may: the id of each person in the chat, and the name of their account here. Somebody who
    is not in it is told their id. What they may do is said by the role of the account."""
