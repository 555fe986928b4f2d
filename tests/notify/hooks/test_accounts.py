"""Accounts of Mastodon and Bluesky: threads, edits, and what comes of failures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.maintenance.planned import schedule_maintenance
from statuspage.domain.telling.delivery import DeliveryState
from statuspage.notify.fanning import fan_out
from statuspage.notify.hooks.outlets import OWN
from statuspage.notify.sending import Sending
from statuspage.store import db
from statuspage.store.tables.telling import AccountPost, Delivery
from tests.helpers.amending import edited, headed
from tests.helpers.sites import add_to_config
from tests.helpers.social_servers import SocialServer, social_server
from tests.helpers.telling import ADA, at, opened, posted, resolved

FORMATS = ("mastodon", "bluesky")


@pytest.fixture
def server() -> Iterator[SocialServer]:
    with social_server() as held:
        yield held


def own(store: Path, server: SocialServer, form: str) -> None:
    """Have one account told of everything."""
    add_to_config(store, server.table(form))


def told(server: SocialServer, minutes: float, **environ: str) -> None:
    with clock.standing_at(at(minutes)):
        fan_out()
        sending = Sending(OWN, server.environ | environ)
        sending.turn()
        sending.finish()


def deliveries() -> list[Delivery]:
    with db.snapshot():
        return list(Delivery.select().order_by(Delivery.queued_at, Delivery.key))


def test_incident_is_one_thread_of_toots(store: Path, server: SocialServer) -> None:
    own(store, server, "mastodon")
    incident = opened(body="We look at **it**. Ask @ada, or ada@acme.example.")
    told(server, 0)
    posted(5, incident.key)
    told(server, 5)
    opened(6, title="Another")
    told(server, 6)
    first, second, third = server.posts.values()
    words, _, link = first["status"].rpartition("\n\n")
    assert words == (
        "Investigating: API errors\n\nWe look at it. Ask @\u2060ada, or ada@acme.example.\n\n"
        "API: from operational to partial outage."
    )
    assert link.startswith(f"https://status.acme.example/incidents/{incident.key}#update-")
    assert (first["language"], first["visibility"]) == ("en", "public")
    assert "in_reply_to_id" not in first
    assert second["in_reply_to_id"] == "100"
    assert "in_reply_to_id" not in third
    assert (
        server.headers[0]["idempotency-key"] == min(deliveries(), key=lambda one: one.queued_at).key
    )


def test_incident_is_one_thread_of_posts(store: Path, server: SocialServer) -> None:
    own(store, server, "bluesky")
    incident = opened(body="Größer 🚀 als https://a.example/x.")
    told(server, 0)
    posted(5, incident.key)
    told(server, 5)
    resolved(9, incident.key)
    told(server, 9)
    (one, first), (two, second), (_, third) = server.posts.items()
    assert first["text"].startswith(
        "Investigating: API errors\n\nGrößer 🚀 als https://a.example/x."
    )
    assert [facet["features"][0]["uri"] for facet in first["facets"]] == [
        "https://a.example/x",
        first["text"].rpartition("\n")[2],
    ]
    assert (first["langs"], first["createdAt"]) == (["en"], "2026-07-01T12:00:00.000Z")
    assert "reply" not in first
    assert [second["reply"][end]["uri"] for end in ("root", "parent")] == [one, one]
    assert [third["reply"][end]["uri"] for end in ("root", "parent")] == [one, two]
    assert server.sessions == 1


def test_planned_work_says_when_it_is_and_what_it_touches(
    store: Path, server: SocialServer
) -> None:
    own(store, server, "mastodon")
    with clock.standing_at(at(0)):
        schedule_maintenance("New disks", "We swap them.", at(6000), at(6060), ["api"], ADA)
    told(server, 0)
    assert server.texts[0].rpartition("\n\n")[0] == (
        "Scheduled: New disks\n\nMaintenance: API\n\n"
        "Planned for 5 July 2026, 17:00 to 18:00 BST.\n\nWe swap them."
    )


def test_edit_is_an_edit_of_a_toot(store: Path, server: SocialServer) -> None:
    own(store, server, "mastodon")
    incident = opened()
    told(server, 0)
    edited(2, incident, incident.updates[0], body="We have looked.")
    told(server, 2)
    headed(3, incident, title="Errors of the API")
    told(server, 3)
    assert server.asked[-1] == ("PUT", "/api/v1/statuses/100")
    [text] = server.texts
    assert text.startswith("Investigating: Errors of the API\n\nWe have looked.")


def test_edit_is_an_answer_on_bluesky(store: Path, server: SocialServer) -> None:
    own(store, server, "bluesky")
    incident = opened()
    told(server, 0)
    edited(2, incident, incident.updates[0], body="We have looked.")
    told(server, 2)
    first, second = server.posts.values()
    assert second["text"].startswith("Edited: Investigating: API errors\n\nWe have looked.")
    assert second["reply"]["parent"]["uri"] == next(iter(server.posts))
    assert "We are looking." in first["text"]


@pytest.mark.parametrize("form", FORMATS)
def test_edit_of_what_was_never_posted_posts_nothing(
    store: Path, server: SocialServer, form: str
) -> None:
    incident = opened()
    told(server, 0)
    own(store, server, form)
    edited(2, incident, incident.updates[0], body="We have looked.")
    told(server, 2)
    assert server.posts == {}
    assert [one.state for one in deliveries()] == [DeliveryState.SENT]


def test_toot_that_was_deleted_there_ends_no_thread(store: Path, server: SocialServer) -> None:
    own(store, server, "mastodon")
    incident = opened()
    told(server, 0)
    server.posts.clear()
    edited(2, incident, incident.updates[0], body="We have looked.")
    told(server, 2)
    posted(5, incident.key)
    told(server, 5)
    [post] = server.posts.values()
    assert "in_reply_to_id" not in post
    assert {one.state for one in deliveries()} == {DeliveryState.SENT}


@pytest.mark.parametrize(("form", "limit"), [("mastodon", 500), ("bluesky", 300)])
def test_long_words_are_cut_and_the_link_is_whole(
    store: Path, server: SocialServer, form: str, limit: int
) -> None:
    own(store, server, form)
    incident = opened(title="Very long " * 15, body="Wörter 🚀 " * 200)
    told(server, 0)
    [text] = server.texts
    words, _, link = text.rpartition("\n\n")
    assert limit - 20 < len(text) <= limit
    assert words.endswith("…")
    assert link.endswith(f"{incident.key}#update-{incident.updates[0].key}")


@pytest.mark.parametrize("form", FORMATS)
def test_token_that_is_refused_waits_for_staff_to_mend_it(
    store: Path, server: SocialServer, form: str
) -> None:
    own(store, server, form)
    opened()
    told(server, 0, TOKEN="hunter3", PASSWORD="hunter3")
    [one] = deliveries()
    assert one.state is DeliveryState.WAITING
    assert str(one.reason).startswith("toots answers with status 401: ")
    assert "hunter" not in str(one.reason)
    told(server, 1)
    assert len(server.posts) == 1
    assert [one.state for one in deliveries()] == [DeliveryState.SENT]


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_refused_for_its_words_fails_by_our_fault(
    store: Path, server: SocialServer, form: str
) -> None:
    own(store, server, form)
    if form == "bluesky":
        opened(title="First")
        told(server, 0)
    status = 422 if form == "mastodon" else 400
    server.before = [(status, {"error": "Invalid", "message": "No such words"}, {})]
    opened(1)
    told(server, 1)
    one = deliveries()[-1]
    assert (one.state, one.blame) == (DeliveryState.FAILED, "us")
    assert str(one.reason) == f"toots answers with status {status}: No such words"


@pytest.mark.parametrize(
    "header",
    [
        {"Retry-After": "600"},
        {"X-RateLimit-Reset": "2026-07-01T12:10:00.000000Z"},
        {"ratelimit-reset": str(int(at(10).timestamp()))},
    ],
)
def test_limit_is_waited_for(store: Path, server: SocialServer, header: dict[str, str]) -> None:
    own(store, server, "mastodon")
    server.before = [(429, {"error": "Too many requests"}, header)]
    opened()
    told(server, 0)
    assert deliveries()[0].due_at == at(10)
    told(server, 9)
    assert server.posts == {}
    told(server, 10)
    assert len(server.posts) == 1


def test_session_is_prolonged_and_else_opened_anew(store: Path, server: SocialServer) -> None:
    own(store, server, "bluesky")
    incident = opened()
    told(server, 0)
    server.access = "another"
    posted(5, incident.key)
    told(server, 5)
    assert (server.count("createSession"), server.count("refreshSession")) == (1, 1)
    server.access, server.sessions = "another", 7
    posted(9, incident.key, body="Still.")
    told(server, 9)
    assert (server.count("createSession"), server.count("refreshSession")) == (2, 2)
    assert len(server.posts) == 3


def _lose_note() -> None:
    """As if the program had died before it knew that its post was taken."""
    with db.transaction():
        AccountPost.delete().execute()
        Delivery.update(state=DeliveryState.WAITING, due_at=at(0)).execute()


def _lose_state() -> None:
    """As if it had died before it noted the delivery."""
    with db.transaction():
        Delivery.update(state=DeliveryState.WAITING, due_at=at(0)).execute()


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("lose", [_lose_note, _lose_state])
def test_second_try_of_what_was_taken_posts_nothing(
    store: Path, server: SocialServer, form: str, lose: Callable[[], None]
) -> None:
    own(store, server, form)
    opened()
    told(server, 0)
    before = dict(server.posts)
    lose()
    told(server, 30)
    assert server.posts == before
    with db.snapshot():
        [post] = AccountPost.select()
    assert post.name == next(iter(server.posts))
    assert post.at == at(0)
    assert timedelta(0) <= deliveries()[0].sent_at - at(30) < timedelta(seconds=1)


def test_toot_whose_key_was_forgotten_is_looked_for(store: Path, server: SocialServer) -> None:
    own(store, server, "mastodon")
    incident = opened()
    told(server, 0)
    posted(1, incident.key)
    told(server, 1)
    before = dict(server.posts)
    server.keys.clear()
    with db.transaction():
        AccountPost.delete().where(AccountPost.name == "101").execute()
        Delivery.update(state=DeliveryState.WAITING).where(Delivery.queued_at == at(1)).execute()
    told(server, 90)
    assert server.posts == before
    with db.snapshot():
        assert [one.name for one in AccountPost.select().order_by(AccountPost.at)] == ["100", "101"]


def test_page_of_another_kind_is_no_server_of_accounts(store: Path, server: SocialServer) -> None:
    own(store, server, "mastodon")
    server.before = [(200, {"hello": "world"}, {})]
    opened()
    told(server, 0)
    assert "does not answer as a server" in str(deliveries()[0].reason)
