"""What is let go by itself, and what never comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from statuspage import clock
from statuspage.actions.telling import limits, owning
from statuspage.actions.telling.asking import SubscriptionWish, ask
from statuspage.actions.telling.confirming import confirm_by_link
from statuspage.actions.telling.importing import import_subscribers
from statuspage.domain.desk.audit import Via
from statuspage.domain.telling.subscription import Channel, SubscriptionState
from statuspage.errors import Conflict, InvalidRows
from statuspage.store import backup, db
from statuspage.store.restoring import By, restore
from statuspage.store.telling import requests, subscriptions
from tests.helpers.following import NOON, everybody, only, with_mail
from tests.helpers.letters import letters

DAY = timedelta(days=1)
EVE = "eve@example.com"


def told(address: str = EVE) -> str:
    """Somebody who confirmed; gives the key."""
    request = ask(SubscriptionWish(Channel.MAIL, address), None)
    return confirm_by_link(request)


@pytest.fixture(autouse=True)
def site(store: Path) -> Path:
    return with_mail(store)


def test_old_things_go_and_what_is_told_stays() -> None:
    with clock.standing_at(NOON):
        stays = told()
        ended = told("adam@example.com")
        owning.leave(ended)
        request = ask(SubscriptionWish(Channel.MAIL, "never@example.com"), None)
    with clock.standing_at(NOON + 6 * DAY):
        assert letters() != []
        owning.forget_old()
        assert len(everybody()) == 3
        waiting = [name for name, _ in letters()]
        assert waiting == ["goodbye"]  # a code is of no use after a day, a way back is
    with clock.standing_at(NOON + 31 * DAY):
        owning.forget_old()
    assert [one.key for one in everybody()] == [stays]
    with db.snapshot():
        assert requests.by_key(request) is None


def test_whoever_left_comes_back_by_a_code_and_by_no_import() -> None:
    owning.leave(told())
    rows = [(2, {"address": "Eve@Example.com"}), (3, {"address": "adam@example.com"})]
    found = import_subscribers(rows)
    assert (found.taken, found.known, found.refused) == (1, 0, 1)
    again = import_subscribers(rows)
    assert (again.taken, again.known, again.refused) == (0, 1, 1)
    told()
    states = [(one.address, one.state) for one in everybody()]
    assert states.count((EVE, SubscriptionState.ACTIVE)) == 1


def test_import_with_faults_takes_nothing_and_names_each_line() -> None:
    rows = [
        (2, {"address": EVE}),
        (3, {"address": "eve", "how_often": "hourly"}),
        (4, {"address": EVE, "language": "tlh", "confirmed_at": "yesterday"}),
        (5, "no object"),
        (6, {"address": EVE, "filter": {"kinds": ["gossip"]}, "channel": "pigeon"}),
    ]
    with pytest.raises(InvalidRows) as caught:
        import_subscribers(rows)
    named = {(row.line, row.field) for row in caught.value.rows}
    assert named == {
        (3, "how_often"),
        (4, "confirmed_at"),
        (5, ""),
        (6, "channel"),
        (6, "filter"),
    }
    assert everybody() == []


@pytest.mark.sqlite("counts 300 rows, one by one")
def test_many_strangers_at_once_wait() -> None:
    with clock.standing_at(NOON):
        with db.transaction():
            waits = {limits.seconds_to_wait() for _ in range(300)}
        assert waits == {0.0}
        with pytest.raises(Conflict, match="Many people"):
            ask(SubscriptionWish(Channel.MAIL, EVE), None)


@pytest.mark.sqlite("restored over what is there")
def test_restore_brings_back_nobody_who_left_or_was_erased(site: Path, tmp_path: Path) -> None:
    stays, left = told(), told("adam@example.com")
    told("erased@example.com")
    backup.backup(tmp_path / "copy.db")
    owning.leave(left)
    owning.erase("erased@example.com")
    restore(tmp_path / "copy.db", By("ada", Via.COMMAND_LINE, "backup/copy", {}), replace=True)
    states = {one.key: one.state for one in everybody()}
    assert states == {stays: SubscriptionState.ACTIVE, left: SubscriptionState.ENDED}
    with db.snapshot():
        assert subscriptions.suppressed("Erased@example.com") == "erased"


def test_quarantined_one_is_on_again_once_its_code_is_typed() -> None:
    told()
    with db.transaction():
        state = SubscriptionState.QUARANTINED
        subscriptions.replace(replace(only(), state=state, score=5.0))
    told()
    assert (only().state, only().score) == (SubscriptionState.ACTIVE, 0.0)


@pytest.mark.parametrize("has_ended", [False, True])
def test_nothing_is_kept_of_who_is_erased_as_the_owner_of_a_webhook(has_ended: bool) -> None:
    wish = SubscriptionWish(Channel.WEBHOOK, "https://hooks.example.net/a", "Eve@example.com")
    key = confirm_by_link(ask(wish, None))
    if has_ended:
        owning.leave(key)
    assert owning.erase(EVE) == 1
    assert everybody() == []
