"""Second factors of staff: one authenticator app, passkeys, and codes for when they are lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from statuspage.domain.desk.staff import Factors, Passkey, Publishers, Role
from statuspage.errors import NotFound
from statuspage.said import said
from statuspage.store.tables import staff as tables
from statuspage.store.tables.staff import Passkey as PasskeyRow
from statuspage.store.tables.staff import RecoveryCode, Totp


@dataclass(frozen=True)
class SealedTotp:
    """What is known of an authenticator app."""

    secret: str
    last_step: int
    is_confirmed: bool
    next_secret: str | None  # of another app, which takes its place once it is confirmed


def of(name: str) -> Factors:
    """What an account has set up."""
    rows = _passkeys().where(PasskeyRow.staff == name).order_by(PasskeyRow.created_at)
    left = RecoveryCode.select().where(RecoveryCode.staff == name).count()
    app = totp(name)
    return Factors(app is not None and app.is_confirmed, tuple(_passkey(r) for r in rows), left)


def publishers() -> Publishers:
    """The enabled accounts that may publish, and those of them with a second factor."""
    may_publish = [role for role in Role if role.may_publish]
    staff = tables.Staff.select(tables.Staff.name).where(
        tables.Staff.disabled_at.is_null() & tables.Staff.role.in_(may_publish)
    )
    apps = Totp.select(Totp.staff).where(Totp.confirmed_at.is_null(False))
    keys = PasskeyRow.select(PasskeyRow.staff)
    guarded = staff.where(tables.Staff.name.in_(apps) | tables.Staff.name.in_(keys))
    return Publishers(staff.count(), guarded.count())


def totp(name: str) -> SealedTotp | None:
    """The app of an account, confirmed or not."""
    row = Totp.get_or_none(Totp.staff == name)
    if row is None:
        return None
    return SealedTotp(row.secret, row.last_step, bool(row.confirmed_at), row.next_secret)


def put_totp(name: str, sealed: str) -> None:
    """Begin with an app: it counts for nothing until a code of it came back."""
    Totp.put({"staff": name, "secret": sealed, "last_step": 0})


def put_next_totp(name: str, sealed: str) -> None:
    """Begin with another app; the present one stays in force until a code of it came back."""
    Totp.update(next_secret=sealed).where(Totp.staff == name).execute()


def confirm_totp(name: str, sealed: str, step: int, at: datetime) -> None:
    """From now on the app with this secret is asked for, and no other."""
    confirmed = Totp.update(secret=sealed, last_step=step, confirmed_at=at, next_secret=None)
    confirmed.where(Totp.staff == name).execute()


def use_step(name: str, step: int) -> None:
    """Remember the newest code of an app that was used."""
    Totp.update(last_step=step).where(Totp.staff == name).execute()


def remove_totp(name: str) -> None:
    """Forget the app of an account."""
    Totp.delete().where(Totp.staff == name).execute()


def replace_codes(name: str, hashes: Iterable[str]) -> None:
    """Put new recovery codes in the place of all former ones."""
    RecoveryCode.delete().where(RecoveryCode.staff == name).execute()
    for code_hash in hashes:
        RecoveryCode.create(code_hash=code_hash, staff=name)


def use_code(name: str, code_hash: str) -> bool:
    """Use a recovery code up; whether there was one."""
    mine = (RecoveryCode.code_hash == code_hash) & (RecoveryCode.staff == name)
    return bool(RecoveryCode.delete().where(mine).execute())


def passkey(key: str) -> Passkey | None:
    """The passkey with an id, of whichever account."""
    row = _passkeys().where(PasskeyRow.id == key).get_or_none()
    return None if row is None else _passkey(row)


def add_passkey(found: Passkey) -> None:
    """A new passkey."""
    PasskeyRow.create(
        id=found.id,
        staff=found.staff,
        name=found.name,
        public_key=found.public_key,
        sign_count=found.sign_count,
        created_at=found.created_at,
    )


def use_passkey(key: str, sign_count: int, at: datetime) -> None:
    """Remember the counter of a passkey that was used."""
    PasskeyRow.update(sign_count=sign_count, used_at=at).where(PasskeyRow.id == key).execute()


def remove_passkey(name: str, key: str) -> None:
    """Forget a passkey of an account. Raises NotFound."""
    mine = (PasskeyRow.id == key) & (PasskeyRow.staff == name)
    if not PasskeyRow.delete().where(mine).execute():
        raise NotFound(said("There is no passkey of yours '{key}'.", key=key[:20]))


def remove_all(name: str) -> None:
    """Forget every second factor of an account."""
    for table in (Totp, RecoveryCode, PasskeyRow):
        table.delete().where(table.staff == name).execute()


def _passkeys() -> Any:
    return PasskeyRow.select(PasskeyRow, tables.Staff).join(tables.Staff)


def _passkey(row: PasskeyRow) -> Passkey:
    return Passkey(
        row.id,
        row.staff.name,
        row.name,
        bytes(row.public_key),
        row.sign_count,
        row.created_at,
        row.used_at,
    )
