"""What a restore must not bring back: whatever opened an account, and does not any more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from statuspage import clock
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.posting import open_incident
from statuspage.actions.listening.hearing import VoiceWish, hear
from statuspage.actions.staff.accounts import add_staff, change_role
from statuspage.actions.staff.drafts import save_draft
from statuspage.actions.staff.scheduled import publish_due
from statuspage.actions.staff.tries import note_failure
from statuspage.actions.telling import owning
from statuspage.actions.telling.switch import resume_sending, stop_sending
from statuspage.domain.desk.audit import FAILED, Via
from statuspage.domain.desk.caller import Caller
from statuspage.domain.desk.entry_form import path_of
from statuspage.domain.desk.staff import Passkey, Role
from statuspage.domain.listening.voice import VoiceState
from statuspage.domain.telling.delivery import DeliveryState
from statuspage.domain.telling.subscription import Channel, SubscriptionState
from statuspage.domain.vocabulary.entry import EntryKind
from statuspage.notify.fanning import fan_out
from statuspage.publish.lasting import is_lasting
from statuspage.said import said
from statuspage.store import backup, db, settings
from statuspage.store.desk import audit, drafts, factors, staff
from statuspage.store.listening import voices
from statuspage.store.published import record
from statuspage.store.restored import NOT_AGAIN
from statuspage.store.restoring import By, restore
from statuspage.store.tables.telling import Delivery, Subscription, Suppression
from statuspage.store.telling import subscriptions
from tests.helpers.outlets import Recording, add_readers, tell


def key(name: str) -> Passkey:
    return Passkey(name, "ada", name, b"k", 0, clock.now(), None)


def restored(copy: Path) -> None:
    restore(copy, By("ada", Via.COMMAND_LINE, "backup/copy", {}), replace=True)


def test_factors_that_were_removed_or_used_since_open_nothing(store: Path, tmp_path: Path) -> None:
    add_staff("ada", Role.ADMIN, "a long enough one")
    with db.transaction():
        factors.add_passkey(key("lost phone"))
        factors.add_passkey(key("kept"))
        factors.replace_codes("ada", ["one", "two"])
        factors.put_totp("ada", "old app")
        factors.confirm_totp("ada", "old app", 7, clock.now())
    backup.backup(tmp_path / "copy.db")
    with db.transaction():
        factors.remove_passkey("ada", "lost phone")
        factors.use_passkey("kept", 7, clock.now())
        factors.use_code("ada", "one")
        factors.put_totp("ada", "new app")
        factors.use_step("ada", 12)
    restored(tmp_path / "copy.db")
    with db.snapshot():
        found = factors.of("ada")
        app = factors.totp("ada")
        kept = factors.passkey("kept")
    assert [one.id for one in found.passkeys] == ["kept"]
    assert kept is not None
    assert kept.sign_count == 7
    assert found.codes_left == 1
    assert app is not None
    assert (app.secret, app.last_step) == ("new app", 12)


def test_account_that_only_the_backup_knows_keeps_its_factors(store: Path, tmp_path: Path) -> None:
    add_staff("ada", Role.ADMIN, "a long enough one")
    with db.transaction():
        factors.add_passkey(key("phone"))
    backup.backup(tmp_path / "copy.db")
    with db.transaction():
        factors.remove_all("ada")
        for table in ("session", "staff"):
            db.run(f"DELETE FROM {table}")
    restored(tmp_path / "copy.db")
    with db.snapshot():
        assert len(factors.of("ada").passkeys) == 1


def test_who_is_no_admin_any_more_is_none_after_a_restore(store: Path, tmp_path: Path) -> None:
    for name in ("ada", "bob"):
        add_staff(name, Role.ADMIN, "a long enough one")
    backup.backup(tmp_path / "copy.db")
    change_role("bob", Role.VIEWER)
    restored(tmp_path / "copy.db")
    with db.snapshot():
        assert staff.by_name("bob").role is Role.VIEWER
        assert staff.admins() == ["ada"]


def test_failed_tries_of_an_hour_stay_one_line(store: Path, tmp_path: Path) -> None:
    caller = Caller("203.0.113.7")
    with clock.standing_at(datetime(2026, 7, 1, 12, 10, tzinfo=UTC)), db.transaction():
        note_failure("password", caller)
    backup.backup(tmp_path / "copy.db")
    with clock.standing_at(datetime(2026, 7, 1, 12, 20, tzinfo=UTC)), db.transaction():
        note_failure("password", caller, "ada")
        note_failure("password", Caller("192.0.2.1"))
    before = [line for line in audit.newest(100) if line.verb == FAILED]
    restored(tmp_path / "copy.db")
    assert [line for line in audit.newest(100) if line.verb == FAILED] == before
    assert [(line.after or {})["count"] for line in before] == [1, 2]


def test_tiles_beyond_a_cut_are_not_told_to_be_kept(store: Path) -> None:
    with db.snapshot():
        assert is_lasting("/record/tile/0/000")
        assert is_lasting("/record/tile/entries/001")
        assert not is_lasting("/record/tile/0/000.p/12")
        assert not is_lasting("/record/checkpoint")
        assert not is_lasting("/")
    with db.transaction():
        settings.write(settings.RECORD_CUT, "300")
    with db.snapshot():
        assert is_lasting("/record/tile/0/000")
        assert not is_lasting("/record/tile/entries/001")
        assert not is_lasting("/record/tile/1/000")


def test_restore_that_cuts_the_record_remembers_where(store: Path, tmp_path: Path) -> None:
    backup.backup(tmp_path / "copy.db")
    with db.snapshot():
        size = record.size()
    open_incident("Lost", NewUpdate("We look."), Actor("ada"))
    restored(tmp_path / "copy.db")
    with db.snapshot():
        assert settings.read(settings.RECORD_CUT) == str(size)
        assert record.size() == size


def test_nobody_is_told_again_and_whoever_left_since_is_told_nothing(
    store: Path, tmp_path: Path
) -> None:
    add_readers("ada", "bob", "carl", address_hash="a1")
    open_incident("Down", NewUpdate("It is down."), Actor("ada"))
    fan_out()
    open_incident("Down, too", NewUpdate("It is down."), Actor("ada"))
    backup.backup(tmp_path / "copy.db")
    with db.transaction():
        Subscription.delete().where(Subscription.key == "carl").execute()
        Subscription.update(address_hash="a2").where(Subscription.key == "bob").execute()
        Subscription.update(state=SubscriptionState.ENDED, ended_at=clock.now()).where(
            Subscription.key == "ada"
        ).execute()
        Suppression.create(address_hash="a1", why="left", at=clock.now())
    stop_sending(Actor("grace"))
    restored(tmp_path / "copy.db")
    resume_sending(Actor("grace"))
    outlet = Recording()
    tell(outlet)
    assert outlet.sent == []
    with db.snapshot():
        states = {row.key: row.state for row in Subscription.select()}
        assert {row.state for row in Delivery.select()} == {DeliveryState.DROPPED}
        assert Suppression.select().count() == 1
    ended = SubscriptionState.ENDED
    assert states == {"ada": ended, "bob": ended, "carl": ended}


def test_hook_whose_owner_was_erased_since_does_not_come_back(store: Path, tmp_path: Path) -> None:
    owner = "Eve@example.com"
    with db.transaction():
        subscriptions.suppress("somebody@example.com", "left", clock.now())  # makes the key
    add_readers("hook", channel=Channel.WEBHOOK, owner=owner)
    add_readers("other", channel=Channel.WEBHOOK, owner="adam@example.com")
    backup.backup(tmp_path / "copy.db")
    assert owning.erase(owner.lower()) == 1
    restored(tmp_path / "copy.db")
    with db.snapshot():
        assert [row.key for row in Subscription.select()] == ["other"]


def test_whoever_left_before_a_backup_and_was_erased_since_does_not_come_back(
    store: Path, tmp_path: Path
) -> None:
    ended = SubscriptionState.ENDED
    add_readers("ada", address_hash="a1", state=ended, ended_at=clock.now())
    kept, waiting = (hear(VoiceWish("I am Ada."), submission) for submission in ("1", "2"))
    with db.transaction():
        Suppression.create(address_hash="a1", why="left", at=clock.now())
        for key in (kept, waiting):
            voices.change(key, subscription="ada")
        voices.change(kept, state=VoiceState.HEARD)
    backup.backup(tmp_path / "copy.db")
    with db.transaction():
        Subscription.delete().execute()
        Suppression.update(why="erased").execute()
    restored(tmp_path / "copy.db")
    with db.snapshot():
        assert Subscription.select().count() == 0
        assert [row.why for row in Suppression.select()] == ["erased"]
        assert voices.by_key(waiting) is None
        left = voices.by_key(kept)
    assert left is not None
    assert (left.text, left.subscription) == ("", "")


def test_draft_whose_time_passed_since_the_backup_is_not_published_again(
    store: Path, tmp_path: Path
) -> None:
    label, fields = said("draft.new_change"), {"title": "Faster", "type": "added"}
    ahead, passed = clock.now() + timedelta(days=1), clock.now() - timedelta(days=1)
    for at in (ahead, passed):
        save_draft(path_of(EntryKind.CHANGELOG), label, fields, Actor("ada"), publish_at=at)
    backup.backup(tmp_path / "copy.db")
    restored(tmp_path / "copy.db")
    assert publish_due() == []
    with db.snapshot():
        found = {(one.publish_at, one.fault) for one in drafts.all_drafts()}
    assert found == {(ahead, None), (None, NOT_AGAIN)}
