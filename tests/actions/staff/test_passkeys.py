"""Passkeys: an answer holds for one challenge, one site and one key, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from statuspage.actions.given import Actor
from statuspage.actions.staff import passkeys, second_factors
from statuspage.actions.staff.accounts import add_staff, disable_staff
from statuspage.actions.staff.passkeys import Party, PasskeyAnswer
from statuspage.actions.staff.sign_in import check_passkey, needs_second
from statuspage.actions.staff.tries import SignInRefused
from statuspage.domain.desk.caller import Caller
from statuspage.domain.desk.staff import Role
from statuspage.errors import InvalidInput, NotFound
from statuspage.store.desk import factors
from tests.helpers.authenticator import Authenticator

ADA = Actor("ada")
ORIGIN = "https://status.acme.example"
HERE = Party("status.acme.example", ORIGIN, "Acme Cloud")
CALLER = Caller("203.0.113.7")


@pytest.fixture
def key(store: Path) -> Authenticator:
    """Ada's passkey."""
    add_staff("ada", Role.EDITOR, "a long enough one")
    made = Authenticator(ORIGIN, HERE.id)
    codes = add(made)
    assert len(codes) == 10
    return made


def add(made: Authenticator, name: str = "Phone", *, verified: bool = True) -> list[str]:
    challenge = passkeys.new_challenge()
    answer = PasskeyAnswer(made.make(challenge, verified=verified), challenge)
    return passkeys.add_passkey(name, answer, HERE, ADA)


def signed_in(key: Authenticator, *, verified: bool = True) -> str:
    challenge = passkeys.new_challenge()
    answer = PasskeyAnswer(key.answer(challenge, verified=verified), challenge)
    return check_passkey(answer, HERE, CALLER).name


def test_passkey_alone_names_its_owner(key: Authenticator) -> None:
    assert signed_in(key) == "ada"
    assert needs_second("ada")
    [kept] = factors.of("ada").passkeys
    assert (kept.name, kept.sign_count) == ("Phone", 1)
    assert kept.used_at is not None


def test_several_passkeys_have_names_and_can_be_removed(key: Authenticator) -> None:
    second = Authenticator(ORIGIN, HERE.id)
    assert add(second, "Laptop") == []  # the recovery codes are there already
    phone, laptop = factors.of("ada").passkeys
    assert {phone.name, laptop.name} == {"Phone", "Laptop"}
    first = phone if phone.name == "Phone" else laptop
    second_factors.remove_passkey(first.id, ADA)
    assert signed_in(second) == "ada"
    with pytest.raises(SignInRefused):
        signed_in(key)


def test_answer_is_taken_once(key: Authenticator) -> None:
    challenge = passkeys.new_challenge()
    answer = PasskeyAnswer(key.answer(challenge), challenge)
    assert check_passkey(answer, HERE, CALLER).name == "ada"
    key.counter = 0
    with pytest.raises(SignInRefused):
        check_passkey(answer, HERE, CALLER)


def test_counter_that_does_not_rise_is_refused(key: Authenticator) -> None:
    signed_in(key)
    key.counter = 0  # a copy of the key that was used less often
    with pytest.raises(SignInRefused, match="not known here"):
        signed_in(key)


def test_answer_to_another_challenge_is_refused(key: Authenticator) -> None:
    answer = PasskeyAnswer(key.answer(passkeys.new_challenge()), passkeys.new_challenge())
    with pytest.raises(SignInRefused):
        check_passkey(answer, HERE, CALLER)


@pytest.mark.parametrize(
    ("origin", "party"),
    [("https://evil.example", HERE.id), (ORIGIN, "evil.example"), ("http://" + HERE.id, HERE.id)],
)
def test_answer_for_another_site_is_refused(key: Authenticator, origin: str, party: str) -> None:
    key.origin, key.party = origin, party
    with pytest.raises(SignInRefused):
        signed_in(key)


def test_owner_must_be_verified_by_the_device(key: Authenticator) -> None:
    with pytest.raises(SignInRefused):
        signed_in(key, verified=False)
    with pytest.raises(InvalidInput):
        add(Authenticator(ORIGIN, HERE.id), verified=False)


def test_passkey_of_a_closed_account_is_refused(key: Authenticator) -> None:
    disable_staff("ada")
    with pytest.raises(SignInRefused, match="not known here"):
        signed_in(key)


@pytest.mark.parametrize("credential", ["", "{}", "[]", "no json", '{"id": "x", "rawId": 1}'])
def test_nonsense_is_refused_in_one_line(key: Authenticator, credential: str) -> None:
    answer = PasskeyAnswer(credential, passkeys.new_challenge())
    with pytest.raises(SignInRefused):
        check_passkey(answer, HERE, CALLER)
    with pytest.raises(InvalidInput):
        passkeys.add_passkey("Phone", answer, HERE, ADA)


def test_passkey_needs_a_name_and_is_made_once(key: Authenticator) -> None:
    with pytest.raises(InvalidInput, match="empty"):
        add(Authenticator(ORIGIN, HERE.id), " ")
    with pytest.raises(InvalidInput):
        add(key)


def test_nobody_removes_the_passkey_of_another(key: Authenticator) -> None:
    add_staff("bob", Role.ADMIN, "a long enough one")
    [kept] = factors.of("ada").passkeys
    with pytest.raises(NotFound):
        second_factors.remove_passkey(kept.id, Actor("bob"))
    assert signed_in(key) == "ada"


def test_tries_with_passkeys_are_slowed_down(key: Authenticator) -> None:
    for _ in range(5):
        with pytest.raises(SignInRefused):
            check_passkey(PasskeyAnswer("{}", passkeys.new_challenge()), HERE, CALLER)
    with pytest.raises(SignInRefused, match="Too many tries"):
        signed_in(key)


@pytest.mark.parametrize(
    ("url", "party"),
    [
        ("https://status.acme.example", HERE),
        ("http://localhost:8000", Party("localhost", "http://localhost:8000", "Acme Cloud")),
        ("http://127.0.0.1:8000", None),
        ("http://status.acme.example", None),
        ("https://203.0.113.7", None),
    ],
)
def test_party_follows_the_address_of_the_site(url: str, party: Party | None) -> None:
    assert passkeys.party_of(url, "Acme Cloud") == party
