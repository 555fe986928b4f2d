"""Tokens: shown once, kept as a hash, revoked for good."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from statuspage import clock
from statuspage.actions.staff.tokens import (
    allowance_of,
    create_token,
    note_use,
    revoke_token,
    token_of,
)
from statuspage.errors import InvalidInput, NotFound
from statuspage.store import db
from statuspage.store.tables.staff import Token

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("store")


def test_secret_opens_and_is_kept_nowhere() -> None:
    secret = create_token("prober", ["measurements", "cases", "measurements"], [])
    token = token_of(secret)
    assert token is not None
    assert (token.name, token.scopes) == ("prober", ("measurements", "cases"))
    assert token_of(secret + "x") is None
    with db.snapshot():
        [row] = Token.select().dicts()
    assert secret not in str(row)


def test_revoked_token_opens_nothing_and_frees_its_name() -> None:
    first = create_token("prober", ["measurements"], [])
    with pytest.raises(InvalidInput, match="already a token"):
        create_token("prober", ["measurements"], [])
    revoke_token("prober")
    assert token_of(first) is None
    assert token_of(create_token("prober", ["measurements"], [])) is not None
    revoke_token("prober")
    with pytest.raises(NotFound):
        revoke_token("prober")


@pytest.mark.parametrize(
    ("name", "scopes", "said"),
    [("a b", ["cases"], "letters, digits"), ("", ["all"], "not a scope"), ("x", [], "at least")],
)
def test_faults_are_said_together(name: str, scopes: list[str], said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        create_token(name, scopes, [])


def test_token_asks_120_times_at_once_then_20_times_a_second() -> None:
    token = token_of(create_token("prober", ["measurements"], []))
    assert token is not None
    with clock.standing_at(NOON):
        found = [allowance_of(token) for _ in range(120)]
        assert {one.wait for one in found} == {0.0}
        assert [one.left for one in found] == [*range(119, -1, -1)]
        assert allowance_of(token).wait == pytest.approx(0.05)
    with clock.standing_at(NOON + timedelta(seconds=1)):
        assert sum(allowance_of(token).wait == 0 for _ in range(25)) == 20


def test_token_ends_by_itself_and_says_when_it_was_last_used() -> None:
    with clock.standing_at(NOON):
        secret = create_token("guest", ["cases"], [], expires_at=NOON + timedelta(days=1))
        with pytest.raises(InvalidInput, match="passed"):
            create_token("late", ["cases"], [], expires_at=NOON)
        first = token_of(secret)
        assert first is not None
        note_use(first)
    for seconds, noted in ((59, NOON), (60, NOON + timedelta(seconds=60))):
        with clock.standing_at(NOON + timedelta(seconds=seconds)):
            found = token_of(secret)
            assert found is not None
            note_use(found)
            assert (token_of(secret) or found).used_at == noted
    with clock.standing_at(NOON + timedelta(days=1)):
        assert token_of(secret) is None
