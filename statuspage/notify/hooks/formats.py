"""The formats of hooks: what a message is, as the bodies of one or more POSTs.

One more format is a file in render/hooks/ and a line in FORMATS.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from statuspage.domain.incidents.incident import Incident, Update
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.telling.subscription import Channel
from statuspage.domain.vocabulary.site import Site
from statuspage.notify.hooks.words import item_of, leave_address, letter_body
from statuspage.notify.outlet import Message
from statuspage.render.feeds.documents import Item
from statuspage.render.feeds.told import ToldNews
from statuspage.render.hooks import discord, ntfy, slack, standard, statuspage, teams
from statuspage.render.hooks.tone import Tone
from statuspage.site import catalogue
from statuspage.site.api.incidents import posted
from statuspage.site.measured.whole import whole_page
from statuspage.store import db

Body = Mapping[str, Any]
Maker = Callable[[Message, str], Sequence[Body]]
"""The bodies of a message that goes to an address, in JSON types."""


def format_of(address: str) -> str:
    """What a visitor's webhook takes, which its address tells."""
    url = urlsplit(address)
    host = url.hostname or ""
    if host == "hooks.slack.com":
        return "slack"
    if host in ("discord.com", "discordapp.com") and url.path.startswith("/api/webhooks/"):
        return "discord"
    if host.endswith((".logic.azure.com", ".api.powerplatform.com")):
        return "teams"
    return "standard"


def _chat(make: Callable[[Site, Item, Tone], Body]) -> Maker:
    def bodies(message: Message, _: str) -> Sequence[Body]:
        return [make(message.site, *item_of(message))]

    return bodies


def _ntfy(message: Message, address: str) -> Sequence[Body]:
    _, topic = ntfy.server_and_topic(address)
    return [ntfy.body(topic, *item_of(message))]


def _standard(message: Message, _: str) -> Sequence[Body]:
    site = message.site
    told = [(one.news, one.item, _document(site, one)) for one in message.told]
    if message.letter is not None or not told:
        found = letter_body(message)
    elif message.is_summary:
        found = standard.summary_body(site, told)
    else:
        found = standard.news_body(site, told[0])
    if message.subscription.channel is not Channel.HOOK:
        found["data"]["unsubscribe"] = leave_address(message)
    return [found]


def _document(site: Site, told: ToldNews) -> Body | None:
    """An incident with the word that is told, as the API answers it."""
    if told.incident is None:
        return None
    answer = posted(site, told.incident, _update(told, told.incident))
    return answer.model_dump(mode="json", by_alias=True, exclude_unset=True)


def _update(told: ToldNews, incident: Incident) -> Update:
    subjects = {UPDATE.subject(one.key): one for one in incident.updates}
    return subjects.get(told.news.subject, incident.updates[0])


def _statuspage(message: Message, _: str) -> Sequence[Body]:
    """One for each incident, for there is no form for several; the newest last."""
    with db.snapshot():
        whole = whole_page(catalogue.present())
    parts = replace(whole.parts, site=message.site)
    found = {one.incident.key: one.incident for one in message.told if one.incident is not None}
    if not message.told:
        found = {"test": statuspage.test_incident(item_of(message)[0])}
    leave = leave_address(message)
    return [
        statuspage.body(one, parts, whole.headline, message.queued_at, leave)
        for one in reversed(found.values())
    ]


FORMATS: Mapping[str, Maker] = {
    "standard": _standard,
    "statuspage": _statuspage,
    "slack": _chat(slack.body),
    "teams": _chat(teams.body),
    "discord": _chat(discord.body),
    "ntfy": _ntfy,
}
