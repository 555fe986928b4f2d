"""Pages that only somebody with a code or a mailed link sees; none is kept, cached or listed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from statuspage import clock
from statuspage.actions.telling import links, owning
from statuspage.actions.telling.confirming import confirm_by_code, confirm_by_link
from statuspage.actions.telling.exporting import exported
from statuspage.domain.record.recorded import Recorded
from statuspage.domain.telling.browser import is_same
from statuspage.domain.telling.delivery import Delivery
from statuspage.domain.telling.filter import Filter
from statuspage.domain.telling.labels import CHANNELS, DELIVERY_STATES, LETTERS, STATES, followed
from statuspage.domain.telling.signing import signing_secret
from statuspage.domain.telling.subscription import Channel, Subscription, SubscriptionState
from statuspage.errors import Conflict, NotFound
from statuspage.render.record import about
from statuspage.said import Said, said
from statuspage.site.following import chosen
from statuspage.site.following.news import Entered, told
from statuspage.site.form import Form, Query, Taker, Values
from statuspage.site.page import Context, Facts, PublicPage, Reader
from statuspage.site.rendering import as_is, template
from statuspage.store import db
from statuspage.store.listening import voices
from statuspage.store.settings import site
from statuspage.store.telling import deliveries, subscriptions
from statuspage.store.telling.titles import titles_in

_NOTHING = said("There is nothing at this address")
_NEWEST, _ALL = 10, 10_000
_DONE: Mapping[str, Said] = {
    "changed": said("Your choice is kept."),
    "confirmed": said("Done: from now on you are told."),
    "link": said("A new link is on its way to you."),
    "paused": said("Paused: nothing comes until you resume it."),
    "resumed": said("It is on again."),
    "tested": said("A test is on its way. It is in the list below."),
}


@dataclass(frozen=True)
class OwnDelivery:
    """A line of "Does it reach me?"."""

    delivery: Delivery
    title: Said | str
    path: str | None
    state: Said


@dataclass(frozen=True)
class OwnSubscription:
    """A subscription as its owner sees it."""

    subscription: Subscription
    channel: Said
    state: Said
    followed: Sequence[Said | str]
    outcomes: Mapping[str, Said | str]  # what was asked for, by the fields of its form
    values: Values  # of its form
    newest: Sequence[OwnDelivery]
    secret: str  # that signs what a webhook is sent; "" for others

    @property
    def address(self) -> str:
        """That of a browser says nothing to anybody."""
        is_shown = self.subscription.channel is not Channel.PUSH
        return self.subscription.address if is_shown else ""

    @property
    def is_on(self) -> bool:
        return self.subscription.state is SubscriptionState.ACTIVE


def opened(query: Query) -> Form:
    """What was done a moment ago, in words."""
    done = (query.get("done") or [""])[-1]
    return Form(notice=_DONE.get(done, ""))


def _awaits_code(context: Context, request: str) -> Facts:
    return Facts({"request": request}, context.now)


def _take_code(values: Values, _: str, request: str) -> str:
    return _settings_of(confirm_by_code(request, values.get("code", "")), "confirmed")


def _confirms(context: Context, token: str) -> Facts:
    if links.confirmed_by(token) is None:
        raise NotFound(_NOTHING)
    return Facts({}, context.now)


def _take_button(_: Values, __: str, token: str) -> str:
    request = links.confirmed_by(token)
    if request is None:
        raise NotFound(_NOTHING)
    return _settings_of(confirm_by_link(request), "confirmed")


def _nobody(_: Context) -> Facts:
    raise NotFound(_NOTHING)


def _take_browser(values: Values, _: str) -> str:
    """Lead a browser that is told to its settings: it proves itself by its whole address."""
    address = values.get("address", "")
    with db.snapshot():
        found = subscriptions.live_of(Channel.PUSH, address)
        if found is None or not is_same(found.address, address):
            raise NotFound(_NOTHING)
        if not owning.owned_with(found.key):
            raise NotFound(_NOTHING)
        return links.settings_path(found.key, clock.now())


def _settings(context: Context, token: str) -> Facts:
    given = links.pass_in(token)
    if given is None:
        raise NotFound(_NOTHING)
    is_old = given.until < context.now
    found = [] if is_old else owning.owned_with(given.subscription)
    values = {
        "is_old": is_old,
        "token": token,
        "own": [_seen(context, one) for one in found],
        **chosen.offered(context),
    }
    return Facts(values, context.now)


def _seen(context: Context, found: Subscription) -> OwnSubscription:
    names = {one.id: one.name for one in context.library.components.known()}
    names |= {one.id: one.name for one in context.settings.groups}
    names |= titles_in(found.filter)
    asked = sorted(found.filter.outcomes)
    newest = deliveries.newest_of(found.key, _NEWEST)
    subjects = {one.subject for one in newest if not one.letter}
    histories = context.library.record.histories(subjects)
    return OwnSubscription(
        found,
        CHANNELS[found.channel],
        STATES[found.state],
        followed(found.filter, names),
        {f"outcome:{one}": followed(Filter(outcomes=frozenset({one})), names)[0] for one in asked},
        {
            **chosen.values_of(found.filter),
            chosen.HOW_OFTEN_FIELD: found.how_often,
            chosen.LANGUAGE_FIELD: found.language,
        },
        [_line(context, one, histories.get(one.subject, ())) for one in newest],
        _signing_secret(found),
    )


def _line(context: Context, one: Delivery, history: Sequence[Recorded]) -> OwnDelivery:
    """A delivery by the title that its message had."""
    state = DELIVERY_STATES[one.state]
    if not history:
        return OwnDelivery(one, LETTERS.get(one.letter, said("Message")), None, state)
    shown = about(history[-1])
    news = told(context, Entered(one.subject, one.revision, one.queued_at))
    return OwnDelivery(one, news.item.title if news else shown.title, shown.path, state)


def _signing_secret(found: Subscription) -> str:
    if found.channel is not Channel.WEBHOOK:
        return ""
    return signing_secret(db.session_secret(or_passing=True), found.key)


def _take_settings(values: Values, _: str, token: str) -> str:
    """Do what was pressed for one of the subscriptions that the link opens."""
    given = links.pass_in(token)
    if given is None:
        raise NotFound(_NOTHING)
    done = values.get("do", "")
    if done == "link":
        owning.send_link(given.subscription)
        return f"/subscribe/me/{token}?done=link"
    if given.until < clock.now():
        raise Conflict(said("This link is too old. Ask for a new one."))
    with db.snapshot():
        own = {one.key: one for one in owning.owned_with(given.subscription)}
    found = own.get(values.get("subscription", given.subscription))
    if found is None:
        raise Conflict(said("That has ended meanwhile."))
    if done == "leave":
        owning.leave(found.key)
        return links.leave_path(found.key)
    if done == "erase":
        owning.erase(found.address)
        return "/subscribe?done=gone"
    return f"/subscribe/me/{token}?done={_changed(done, found.key, values)}"


def _changed(done: str, key: str, values: Values) -> str:
    if done in ("pause", "resume", "test"):
        act = {"pause": owning.pause, "resume": owning.resume, "test": owning.send_test}[done]
        act(key)
        return {"pause": "paused", "resume": "resumed", "test": "tested"}[done]
    wanted = chosen.filter_in(values)
    language = values.get(chosen.LANGUAGE_FIELD, "")
    owning.change(key, wanted, language, chosen.how_often_in(values))
    return "changed"


def _data(context: Context, token: str) -> Facts:
    """All that is kept of whoever has the link, for themselves."""
    given = links.pass_in(token)
    if given is None or given.until < context.now:
        raise NotFound(_NOTHING)
    own = owning.owned_with(given.subscription)
    known = [
        exported(one, deliveries.newest_of(one.key, _ALL), voices.of_subscription(one.key))
        for one in own
    ]
    body = json.dumps({"subscriptions": known}, ensure_ascii=False, indent=2).encode() + b"\n"
    return Facts({"body": body}, context.now)


def _leaves(context: Context, token: str) -> Facts:
    """Also after everything was erased: whoever comes back by an old mail finds no fault."""
    key = links.left_by(token)
    if key is None:
        raise NotFound(_NOTHING)
    return Facts({"ends": _live(key)}, context.now)


def _take_leave(_: Values, __: str, token: str) -> str:
    key = links.left_by(token)
    if key is None:
        raise NotFound(_NOTHING)
    with suppress(NotFound):
        owning.leave(key)
    return f"/u/{token}"


def _undoes(context: Context, token: str) -> Facts:
    key = links.undone_by(token)
    if key is None:
        raise NotFound(_NOTHING)
    return Facts({"is_on": _live(key) is not None}, context.now)


def _take_undo(_: Values, __: str, token: str) -> str:
    key = links.undone_by(token)
    if key is None:
        raise NotFound(_NOTHING)
    owning.undo(key)
    return _settings_of(key, "resumed")


def spoken_by(token: str) -> str:
    """The language of whoever leaves by a token, where the site speaks it; "" for its own."""
    key = links.left_by(token)
    with db.snapshot():
        found = _live(key) if key else None
        return found.language if found and found.language in site().languages else ""


def _live(key: str) -> Subscription | None:
    try:
        found = subscriptions.by_key(key)
    except NotFound:
        return None
    return None if found.state is SubscriptionState.ENDED else found


def _settings_of(key: str, done: str) -> str:
    return f"{links.settings_path(key, clock.now())}?done={done}"


def _page(pattern: str, read: Reader, name: str, take: Taker) -> PublicPage:
    show = template(f"follow/{name}.html")
    return PublicPage(pattern, read, show, takes_post=take, opens_with=opened)


CODE = _page("/subscribe/code/{request}", _awaits_code, "code", _take_code)
BROWSER = PublicPage("/subscribe/me", _nobody, as_is, takes_post=_take_browser)
LEAVE = _page("/u/{token}", _leaves, "leave", _take_leave)
BY_TOKEN: tuple[PublicPage, ...] = (
    _page("/subscribe/confirm/{token}", _confirms, "confirm", _take_button),
    _page("/subscribe/me/{token}", _settings, "settings", _take_settings),
    _page("/subscribe/undo/{token}", _undoes, "undo", _take_undo),
    PublicPage(
        "/subscribe/me/{token}/data.json", _data, as_is, "application/json", opens_with=opened
    ),
)
"""Where the address holds a token: whoever has it may."""
