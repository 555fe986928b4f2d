"""An account of Bluesky, or of another server of its protocol: https://docs.bsky.app/docs/api

A message that is tried again is one post: its record has a name that follows from the message.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from statuspage.domain.telling.account_post import AccountPost
from statuspage.domain.telling.result import Later, Never, Result, Sent
from statuspage.notify.hooks.accounts import ApiAnswer, ask
from statuspage.notify.hooks.sending import Receiver
from statuspage.notify.outlet import Message
from statuspage.render.feeds.told import ToldNews
from statuspage.render.hooks.social import Reference, record, record_key
from statuspage.store.telling import account_posts

_COLLECTION = "app.bsky.feed.post"
_OVER = frozenset({"ExpiredToken", "InvalidToken"})


@dataclass(frozen=True)
class Account:
    """Who posts, and what opens the account; it is kept nowhere but in memory."""

    receiver: Receiver
    handle: str
    password: str = field(repr=False)

    @property
    def identity(self) -> tuple[str, str, str]:
        """Whatever of it changes, it is opened anew."""
        return self.receiver.url, self.handle, self.password


@dataclass(frozen=True)
class _Opened:
    """What an open account is asked by: for some two hours, and what prolongs that."""

    did: str
    access: str = field(repr=False)
    refresh: str = field(repr=False)


_opened: dict[tuple[str, str, str], _Opened] = {}


def send(account: Account, message: Message) -> Result:
    """Post what a message tells, the oldest first; one that tells nothing opens the account alone.

    Raises StoreError.
    """
    if not message.told:
        found = _open(account)
        return Sent(account.handle) if isinstance(found, _Opened) else found
    result: Result = Sent()
    for place, told in enumerate(reversed(message.told)):
        key = f"{message.key}.{place}" if place else message.key
        result = _posted(account, message, told, key)
        if not isinstance(result, Sent):
            break
    return result


def _posted(account: Account, message: Message, told: ToldNews, key: str) -> Result:
    """A post in the thread of its topic; the edit of what was never posted is none."""
    hook, topic = message.subscription.hook, told.news.topic
    thread = account_posts.thread(hook, topic)
    if (known := account_posts.by_key(key)) is not None:
        return Sent(known.name)
    if told.news.is_edit and told.item.id not in {one.item for one in thread}:
        return Sent()
    ends = (_reference(thread[0]), _reference(thread[-1])) if thread else None
    body = {
        "collection": _COLLECTION,
        "rkey": record_key(message.queued_at, key),
        "record": record(message.site, told, message.queued_at, ends),
    }
    answer = _asked(account, "com.atproto.repo.putRecord", body)
    if answer.failure is not None:
        return answer.failure
    name, version = answer.text("uri"), answer.text("cid")
    account_posts.keep(
        AccountPost(key, hook, topic, told.item.id, name, version, message.queued_at)
    )
    return Sent(name)


def _reference(post: AccountPost) -> Reference:
    return {"uri": post.name, "cid": post.version}


def _asked(account: Account, method: str, body: Mapping[str, Any]) -> ApiAnswer:
    """Ask with what opened the account before; once more where that is over."""
    found: _Opened | Result
    kept = _opened.get(account.identity)
    if kept is None:
        found = _open(account)
    else:
        answer = _called(account, kept, method, body)
        if not _is_over(answer):
            return answer
        found = _prolonged(account, kept)
    return _called(account, found, method, body) if isinstance(found, _Opened) else _failed(found)


def _called(account: Account, opened: _Opened, method: str, body: Mapping[str, Any]) -> ApiAnswer:
    given = {"repo": opened.did, **body}
    return ask(account.receiver, "POST", _path(method), token=opened.access, body=given, key="uri")


def _open(account: Account) -> _Opened | Result:
    given = {"identifier": account.handle, "password": account.password}
    path = _path("com.atproto.server.createSession")
    return _kept(account, ask(account.receiver, "POST", path, body=given, key="accessJwt"))


def _prolonged(account: Account, kept: _Opened) -> _Opened | Result:
    path = _path("com.atproto.server.refreshSession")
    answer = ask(account.receiver, "POST", path, token=kept.refresh, key="accessJwt")
    return _open(account) if _is_over(answer) else _kept(account, answer)


def _kept(account: Account, answer: ApiAnswer) -> _Opened | Result:
    match answer.failure:
        case None:
            names = ("did", "accessJwt", "refreshJwt")
            found = _opened[account.identity] = _Opened(*(answer.text(name) for name in names))
            return found
        case Never(reason=reason):
            return Later(reason)  # what does not open an account today may be mended
        case failure:
            return failure


def _is_over(answer: ApiAnswer) -> bool:
    return answer.status == 401 or answer.text("error") in _OVER


def _failed(result: Result) -> ApiAnswer:
    return ApiAnswer(failure=result)


def _path(method: str) -> str:
    return f"/xrpc/{method}"
