"""An account of Mastodon, or of what takes its API: https://docs.joinmastodon.org/methods/statuses/

A message that is tried again is one post: the server knows its Idempotency-Key for an hour, and
after that the post is looked for.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from statuspage import clock
from statuspage.domain.telling.account_post import AccountPost
from statuspage.domain.telling.result import Result, Sent
from statuspage.notify.hooks.accounts import ApiAnswer, ask
from statuspage.notify.hooks.sending import Receiver
from statuspage.notify.outlet import Message
from statuspage.render.feeds.told import ToldNews
from statuspage.render.hooks.social import toot
from statuspage.store.telling import account_posts

_STATUSES = "/api/v1/statuses"
_ACCOUNTS = "/api/v1/accounts"
_KNOWN_FOR = timedelta(minutes=50)  # less than the hour for which a server knows a key
_GONE = 404


def send(receiver: Receiver, token: str, message: Message) -> Result:
    """Post what a message tells, the oldest first; one that tells nothing asks whose account it is.

    Raises StoreError.
    """
    if not message.told:
        answer = ask(receiver, "GET", f"{_ACCOUNTS}/verify_credentials", token=token)
        return answer.failure or Sent(answer.text("acct"))
    result: Result = Sent()
    for place, told in enumerate(reversed(message.told)):
        key = f"{message.key}.{place}" if place else message.key
        edits = told.news.is_edit
        result = (_edited if edits else _posted)(receiver, token, message, told, key)
        if not isinstance(result, Sent):
            break
    return result


def _posted(receiver: Receiver, token: str, message: Message, told: ToldNews, key: str) -> Result:
    """A new post, behind the last one of its thread if that is there still."""
    hook, topic = message.subscription.hook, told.news.topic
    body = {**toot(message.site, told), "visibility": "public"}
    if (known := account_posts.by_key(key)) is not None:
        return Sent(known.name)
    thread = account_posts.thread(hook, topic)
    name = _there(receiver, token, message, told, {post.name for post in thread})
    if name:
        return _known(message, told, key, name)
    behind = {"in_reply_to_id": thread[-1].name} if thread else {}
    answer = ask(receiver, "POST", _STATUSES, token=token, body={**body, **behind}, identity=key)
    if answer.status == _GONE and behind:
        answer = ask(receiver, "POST", _STATUSES, token=token, body=body, identity=key)
    if answer.failure is not None:
        return answer.failure
    return _known(message, told, key, answer.text("id"))


def _known(message: Message, told: ToldNews, key: str, name: str) -> Sent:
    """Keep what the server calls a post."""
    hook, topic = message.subscription.hook, told.news.topic
    account_posts.keep(AccountPost(key, hook, topic, told.item.id, name, "", message.queued_at))
    return Sent(name)


def _there(
    receiver: Receiver, token: str, message: Message, told: ToldNews, known: Collection[str]
) -> str:
    """What the server calls the post that a try of long ago made without our knowing, or ""."""
    if message.attempt == 1 or clock.now() - message.queued_at < _KNOWN_FOR:
        return ""
    own = ask(receiver, "GET", f"{_ACCOUNTS}/verify_credentials", token=token).text("id")
    path = f"{_ACCOUNTS}/{own}/statuses?limit=40&exclude_reblogs=true"
    newest = (
        ask(receiver, "GET", path, token=token, key="items").told.get("items", ()) if own else ()
    )
    names = [str(one["id"]) for one in newest if told.item.url in str(one.get("content"))]
    return next((name for name in names if name not in known), "")


def _edited(receiver: Receiver, token: str, message: Message, told: ToldNews, _: str) -> Result:
    """The post with its words as they stand now; one that is not there has nothing to edit."""
    answer = ApiAnswer()
    hook, topic = message.subscription.hook, told.news.topic
    for post in account_posts.of_item(hook, topic, told.item.id):
        body = toot(message.site, told)
        answer = ask(receiver, "PUT", f"{_STATUSES}/{post.name}", token=token, body=body)
        if answer.failure is not None and answer.status != _GONE:
            return answer.failure
    return Sent(answer.text("id"))
