"""Passkeys (WebAuthn): what a browser is asked, and whether its answer holds."""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from statuspage import clock
from statuspage.actions.given import Actor, checked_line
from statuspage.actions.once import once
from statuspage.actions.staff.accounts import TOPIC
from statuspage.actions.staff.audit import note_act
from statuspage.actions.staff.second_factors import first_codes
from statuspage.domain.desk.staff import Passkey
from statuspage.errors import InvalidInput
from statuspage.said import Said, said
from statuspage.store import db
from statuspage.store.desk import factors

if TYPE_CHECKING:
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

_MOST = 20  # of one account
_LONGEST_NAME = 60
_REFUSED = said("Your browser's answer could not be used. Press the button once more.")


@dataclass(frozen=True)
class Party:
    """For whom passkeys are made: the name of the host, and the whole start of its addresses."""

    id: str
    origin: str
    name: str


@dataclass(frozen=True)
class PasskeyAnswer:
    """What a browser sent, and the challenge it was given."""

    credential: str  # JSON
    challenge: str  # base64url


def party_of(url: str, name: str) -> Party | None:
    """The party of a site; None where browsers make no passkeys (an IP address, plain http)."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        is_secure = parts.scheme == "https" or host == "localhost"
        return Party(host, f"{parts.scheme}://{parts.netloc}", name) if is_secure else None
    return None


def new_challenge() -> str:
    """A challenge for one answer."""
    return _text(secrets.token_bytes(64))


def making_options(party: Party, staff: str, challenge: str) -> str:
    """What the browser is asked when it makes a passkey (JSON)."""
    import webauthn
    from webauthn.helpers import structs

    known = factors.of(staff).passkeys
    return webauthn.options_to_json(
        webauthn.generate_registration_options(
            rp_id=party.id,
            rp_name=party.name,
            user_name=staff,
            user_id=hashlib.sha256(f"{party.id} {staff}".encode()).digest(),
            challenge=_bytes(challenge),
            exclude_credentials=_descriptors(known),
            authenticator_selection=structs.AuthenticatorSelectionCriteria(
                resident_key=structs.ResidentKeyRequirement.REQUIRED,
                user_verification=structs.UserVerificationRequirement.REQUIRED,
            ),
        )
    )


def asking_options(party: Party, challenge: str, known: tuple[Passkey, ...] = ()) -> str:
    """What the browser is asked when it signs in (JSON); any passkey of this site will do."""
    import webauthn
    from webauthn.helpers import structs

    return webauthn.options_to_json(
        webauthn.generate_authentication_options(
            rp_id=party.id,
            challenge=_bytes(challenge),
            allow_credentials=_descriptors(known),
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        )
    )


def add_passkey(name: str, answer: PasskeyAnswer, party: Party, actor: Actor) -> list[str]:
    """Keep a passkey that the browser made; returns the first recovery codes, if there were none.

    Raises InvalidInput.
    """
    import webauthn
    from webauthn.helpers.exceptions import WebAuthnException

    faults: dict[str, Said] = {}
    name = checked_line(faults, "name", name, limit=_LONGEST_NAME)
    if faults:
        raise InvalidInput(faults)
    try:
        made = webauthn.verify_registration_response(
            credential=answer.credential,
            expected_challenge=_bytes(answer.challenge),
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError) as error:
        raise InvalidInput({"passkey": _REFUSED}) from error
    key = _text(made.credential_id)
    now = clock.now()
    with db.transaction():
        is_known = factors.passkey(key) is not None
        if not _is_first(answer) or is_known or len(factors.of(actor.name).passkeys) >= _MOST:
            raise InvalidInput({"passkey": _REFUSED})
        factors.add_passkey(
            Passkey(key, actor.name, name, made.credential_public_key, made.sign_count, now, None)
        )
        note_act(actor, "add passkey", actor.name, None, {"name": name})
        db.raise_topics(TOPIC)
        return first_codes(actor)


def owner_of(answer: PasskeyAnswer, party: Party) -> Passkey | None:
    """The passkey that gave an answer which holds; None for every other answer.

    Called inside a transaction: the answer is used up. A counter that does not rise is a copy of a
    key at work, and its answer does not hold (WebAuthn level 2, 7.2.21).
    """
    import webauthn
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        key = webauthn.helpers.parse_authentication_credential_json(answer.credential).id
        known = factors.passkey(key)
        if known is None:
            return None
        proven = webauthn.verify_authentication_response(
            credential=answer.credential,
            expected_challenge=_bytes(answer.challenge),
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=known.public_key,
            credential_current_sign_count=known.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError):
        return None
    if not _is_first(answer):
        return None
    factors.use_passkey(known.id, proven.new_sign_count, clock.now())
    return known


def _is_first(answer: PasskeyAnswer) -> bool:
    """Whether a challenge was not answered before; from now on it was."""
    with once(f"passkey {answer.challenge}") as deed:
        is_first = deed.answer is None
        deed.answer = ""
    return is_first


def _descriptors(known: tuple[Passkey, ...]) -> list[PublicKeyCredentialDescriptor]:
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    return [PublicKeyCredentialDescriptor(id=_bytes(one.id)) for one in known]


def _text(data: bytes) -> str:
    """Base64url without padding, as WebAuthn has it."""
    return urlsafe_b64encode(data).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
