"""Who may sign in, with what, and from which browsers they are signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from statuspage.domain.desk.browsers import browser_of
from statuspage.said import Said, said


class Role(StrEnum):
    """Viewers look, editors publish, admins also see what concerns the installation."""

    VIEWER = "viewer"
    EDITOR = "editor"
    ADMIN = "admin"

    @property
    def label(self) -> Said:
        return _ROLES[self][0]

    @property
    def about(self) -> Said:
        """What it is for."""
        return _ROLES[self][2]

    @property
    def small(self) -> Said:
        """The label in the middle of a sentence."""
        return _ROLES[self][1]

    @property
    def rank(self) -> int:
        """0 for the lowest; a role may do what lower ones may."""
        return list(Role).index(self)

    @property
    def may_publish(self) -> bool:
        return self is not Role.VIEWER

    @property
    def is_admin(self) -> bool:
        return self is Role.ADMIN


_ROLES = {
    Role.VIEWER: (said("Viewer"), said("viewer"), said("can look, and publishes nothing")),
    Role.EDITOR: (said("Editor"), said("editor"), said("can publish what readers see")),
    Role.ADMIN: (
        said("Admin"),
        said("admin"),
        said("can also manage accounts, read the audit log and erase personal data"),
    ),
}


@dataclass(frozen=True)
class Staff:
    """One account."""

    name: str
    role: Role
    created_at: datetime
    disabled_at: datetime | None

    @property
    def is_enabled(self) -> bool:
        return self.disabled_at is None


@dataclass(frozen=True)
class Passkey:
    """A key pair that lives in a phone, a computer or a security key; we know its public half."""

    id: str  # base64url, as the authenticator names it
    staff: str
    name: str  # as its owner calls it
    public_key: bytes  # COSE
    sign_count: int
    created_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class Factors:
    """What an account is asked for beside its password."""

    has_totp: bool
    passkeys: tuple[Passkey, ...]
    codes_left: int

    @property
    def are_set(self) -> bool:
        """Whether a password alone is not enough; recovery codes only stand in for the others."""
        return self.has_totp or bool(self.passkeys)


PROOF_LASTS = timedelta(minutes=5)
"""How long somebody who proved who they are may change what opens an account."""


@dataclass(frozen=True)
class Session:
    """A browser that is signed in."""

    id: str  # the start of its token's hash; opens nothing
    agent: str
    address: str  # where it was seen last, roughly
    since: datetime
    seen_at: datetime
    proven_at: datetime | None  # when its owner last gave a password, a code or a passkey there

    @property
    def browser(self) -> Said:
        """What kind of browser it is."""
        return browser_of(self.agent)

    def is_proven(self, now: datetime) -> bool:
        """Whether its owner showed a moment ago that it is still them."""
        if self.proven_at is None:
            return False
        return timedelta() <= now - self.proven_at <= PROOF_LASTS


@dataclass(frozen=True)
class SignedIn:
    """Who is there, and in which browser."""

    staff: Staff
    session: Session


@dataclass(frozen=True)
class Publishers:
    """How many people can publish here, and how many of them need more than a password."""

    count: int
    with_second_factor: int
