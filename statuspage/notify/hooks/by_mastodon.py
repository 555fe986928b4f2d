"""An account of Mastodon, or of what takes its API: https://docs.joinmastodon.org/methods/statuses/

A message that is tried again is one post: the server knows its Idempotency-Key for an hour.
"""

from __future__ import annotations

from statuspage.domain.telling.account_post import AccountPost
from statuspage.domain.telling.result import Result, Sent
from statuspage.notify.hooks.accounts import ApiAnswer, ask
from statuspage.notify.hooks.sending import Receiver
from statuspage.notify.outlet import Message
from statuspage.render.hooks.social import toot
from statuspage.render.told import ToldNews
from statuspage.store.telling import account_posts

_STATUSES = "/api/v1/statuses"
_GONE = 404


def send(receiver: Receiver, token: str, message: Message) -> Result:
    """Post what a message tells, the oldest first; one that tells nothing asks whose account it is.

    Raises StoreError.
    """
    if not message.told:
        answer = ask(receiver, "GET", "/api/v1/accounts/verify_credentials", token=token)
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
    behind = {"in_reply_to_id": thread[-1].name} if thread else {}
    answer = ask(receiver, "POST", _STATUSES, token=token, body={**body, **behind}, identity=key)
    if answer.status == _GONE and behind:
        answer = ask(receiver, "POST", _STATUSES, token=token, body=body, identity=key)
    if answer.failure is not None:
        return answer.failure
    name = answer.text("id")
    account_posts.keep(AccountPost(key, hook, topic, told.item.id, name, "", message.queued_at))
    return Sent(name)


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
