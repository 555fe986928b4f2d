"""An act of staff as a sentence: who did what to which thing.

What stands in the gaps (a name, a link) is made by whoever shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from statuspage.domain.desk.audit import APPROVED_BY, AuditEntry, Via
from statuspage.domain.desk.feedback_acts import FEEDBACK_SENTENCES
from statuspage.domain.desk.staff import Role
from statuspage.said import Said, counted, said

Sentence = Callable[[AuditEntry, Any, Any], Said]
"""Of an act, whoever did it, and the thing it was done to."""


class Sort(StrEnum):
    """What kind of act it is, to choose by."""

    WORDS = "words"
    DRAFTS = "drafts"
    ACCOUNTS = "accounts"
    SIGN_IN = "sign-in"
    TOKENS = "tokens"
    FEEDBACK = "feedback"
    FILES = "files"
    STORE = "store"
    SENDING = "sending"

    @property
    def label(self) -> Said:
        return _SORTS[self]

    @property
    def verbs(self) -> tuple[str, ...]:
        """The verbs of such acts, as the log keeps them."""
        return tuple(SENTENCES[self])


_SORTS = {
    Sort.WORDS: said("What readers see"),
    Sort.DRAFTS: said("Drafts, approvals and notes"),
    Sort.ACCOUNTS: said("Accounts and second factors"),
    Sort.SIGN_IN: said("Signing in and out"),
    Sort.TOKENS: said("API tokens"),
    Sort.FEEDBACK: said("What people said"),
    Sort.FILES: said("Settings and files"),
    Sort.STORE: said("Backups and imports"),
    Sort.SENDING: said("What readers are sent"),
}


def sentence(act: AuditEntry, who: Any, thing: Any) -> Said:
    """What somebody did, as a whole sentence; a verb of a later version stands as it is kept."""
    for told in SENTENCES.values():
        if act.verb in told:
            return told[act.verb](act, who, thing)
    return said("{who}: {verb} {thing}", who=who, verb=act.verb, thing=thing)


def _published(act: AuditEntry, who: Any, thing: Any) -> Said:
    approver = (act.after or {}).get(APPROVED_BY)
    if approver:
        return said(
            "{who} published {thing}; {approver} approved it",
            who=who,
            thing=thing,
            approver=approver,
        )
    return said("{who} published {thing}", who=who, thing=thing)


def _changed(act: AuditEntry, who: Any, thing: Any) -> Said:
    approver = (act.after or {}).get(APPROVED_BY)
    if approver:
        return said(
            "{who} changed {thing}; {approver} approved it", who=who, thing=thing, approver=approver
        )
    return said("{who} changed {thing}", who=who, thing=thing)


def _dropped(act: AuditEntry, who: Any, _: Any) -> Said:
    return counted(
        "{who} dropped {count} message that waited",
        "{who} dropped {count} messages that waited",
        int((act.after or {}).get("count", 0)),
        who=who,
    )


def _added_account(act: AuditEntry, who: Any, thing: Any) -> Said:
    role = (act.after or {}).get("role", "")
    if role not in list(Role):
        return said("{who} added the account {thing}", who=who, thing=thing)
    told = {"who": who, "thing": thing, "role": Role(role).small}
    return said("{who} added the account {thing} with the role {role}", **told)


def _signed_in(act: AuditEntry, who: Any, _: Any) -> Said:
    how = _WAYS.get((act.after or {}).get("with", ""))
    if how is None:
        return said("{who} signed in", who=who)
    return said("{who} signed in with {how}", who=who, how=how)


def _failed(act: AuditEntry, who: Any, thing: Any) -> Said:
    """One try, as the log once kept them, or all of an address within an hour."""
    after = act.after or {}
    ways = after.get("with", [])
    how = [_WAYS.get(one, one) for one in ([ways] if isinstance(ways, str) else ways)]
    if "count" not in after:
        if act.who == "somebody":
            return said("Somebody failed to sign in with {how}", how=how)
        return said("{who} failed to sign in with {how}", who=who, how=how)
    accounts = after.get("accounts", [])
    told = {"count": after["count"], "thing": thing, "how": how}
    if not accounts:
        return counted(
            "Somebody at {thing} failed once to sign in with {how}, by no name that is known here",
            "Somebody at {thing} failed {count} times to sign in with {how}, by no name that is "
            "known here",
            **told,
        )
    return counted(
        "Somebody at {thing} failed once to sign in as {accounts} with {how}",
        "Somebody at {thing} failed {count} times to sign in as {accounts} with {how}",
        accounts=accounts,
        **told,
    )


def _ended_others(act: AuditEntry, who: Any, _: Any) -> Said:
    return counted(
        "{who} signed out one other of their browsers",
        "{who} signed out {count} other browsers of theirs",
        int((act.after or {}).get("count", 0)),
        who=who,
    )


def _ended_sessions(act: AuditEntry, who: Any, thing: Any) -> Said:
    return counted(
        "{who} signed out {count} browser of {thing}",
        "{who} signed out {count} browsers of {thing}",
        int((act.after or {}).get("count", 0)),
        who=who,
        thing=thing,
    )


def _made_token(act: AuditEntry, who: Any, thing: Any) -> Said:
    scopes = list((act.after or {}).get("scopes", []))
    return said(
        "{who} made the API token {thing} for {scopes}", who=who, thing=thing, scopes=scopes
    )


def _changed_settings(act: AuditEntry, who: Any, thing: Any) -> Said:
    if act.via is Via.FILES:
        return said("The file {thing} of {who} changed", who=who, thing=thing)
    return said("{who} applied the changed file {thing}", who=who, thing=thing)


def _read_files(act: AuditEntry, who: Any, thing: Any) -> Said:
    if act.via is Via.FILES:
        return said("Files of {who} in {thing} changed", who=who, thing=thing)
    return said("{who} applied changed files in {thing}", who=who, thing=thing)


def _imported(act: AuditEntry, who: Any, thing: Any) -> Said:
    return counted(
        "{who} imported {count} row from {thing}",
        "{who} imported {count} rows from {thing}",
        int((act.after or {}).get("taken", 0)),
        who=who,
        thing=thing,
    )


def _plain(make: Callable[..., Said]) -> Sentence:
    return lambda _, who, thing: make(who=who, thing=thing)


_WAYS: Mapping[str, Said] = {
    "password": said("a password"),
    "password and app": said("a password and a code of the app"),
    "password and recovery code": said("a password and a recovery code"),
    "code": said("a code"),
    "passkey": said("a passkey"),
    "single sign-on": said("single sign-on"),
}

SENTENCES: Mapping[Sort, Mapping[str, Sentence]] = {
    Sort.WORDS: {
        "publish": _published,
        "change": _changed,
        "erase": _plain(lambda **told: said("{who} erased personal data in {thing}", **told)),
        "begin series": _plain(lambda **told: said("{who} planned the series {thing}", **told)),
        "end series": _plain(lambda **told: said("{who} ended the series {thing}", **told)),
    },
    Sort.DRAFTS: {
        "save draft": _plain(lambda **told: said("{who} saved a draft: {thing}", **told)),
        "ask for approval": _plain(
            lambda **told: said("{who} asked for an approval: {thing}", **told)
        ),
        "schedule draft": _plain(
            lambda **told: said("{who} chose when a draft is published: {thing}", **told)
        ),
        "approve": _plain(lambda **told: said("{who} approved a draft: {thing}", **told)),
        "discard draft": _plain(lambda **told: said("{who} discarded a draft: {thing}", **told)),
        "end alert": _plain(lambda **told: said("{who} took an alert as over: {thing}", **told)),
        "publish without approval": _plain(
            lambda **told: said("{who} published a draft without an approval: {thing}", **told)
        ),
        "add private note": _plain(
            lambda **told: said("{who} wrote a private note on {thing}", **told)
        ),
        "correct private note": _plain(
            lambda **told: said("{who} corrected a private note on {thing}", **told)
        ),
    },
    Sort.ACCOUNTS: {
        "add account": _added_account,
        "disable account": _plain(lambda **told: said("{who} closed the account {thing}", **told)),
        "open account": _plain(
            lambda **told: said("{who} opened the account {thing} again", **told)
        ),
        "change role": _plain(
            lambda **told: said("{who} changed the role of the account {thing}", **told)
        ),
        "change password": _plain(lambda who, **_: said("{who} changed their password", who=who)),
        "reset account": _plain(
            lambda **told: said("{who} set a new password for the account {thing}", **told)
        ),
        "reset second factors": _plain(
            lambda **told: said("{who} removed the second factors of the account {thing}", **told)
        ),
        "add passkey": _plain(lambda who, **_: said("{who} added a passkey", who=who)),
        "remove passkey": _plain(lambda who, **_: said("{who} removed a passkey", who=who)),
        "set up app": _plain(lambda who, **_: said("{who} set up an app for codes", who=who)),
        "remove app": _plain(lambda who, **_: said("{who} removed the app for codes", who=who)),
        "make recovery codes": _plain(
            lambda who, **_: said("{who} made new recovery codes", who=who)
        ),
    },
    Sort.SIGN_IN: {
        "sign in": _signed_in,
        "sign out": _plain(lambda who, **_: said("{who} signed out", who=who)),
        "prove identity": _plain(lambda who, **_: said("{who} confirmed who they are", who=who)),
        "end sessions": _ended_sessions,
        "end session": _plain(
            lambda who, **_: said("{who} signed out another of their browsers", who=who)
        ),
        "end other sessions": _ended_others,
        "fail to sign in": _failed,
    },
    Sort.TOKENS: {
        "make token": _made_token,
        "revoke token": _plain(lambda **told: said("{who} closed the API token {thing}", **told)),
    },
    Sort.FEEDBACK: FEEDBACK_SENTENCES,
    Sort.FILES: {"change settings": _changed_settings, "change files": _read_files},
    Sort.STORE: {
        "restore store": _plain(lambda **told: said("{who} restored the backup {thing}", **told)),
        "back up": _plain(lambda **told: said("{who} made the backup {thing}", **told)),
        "copy store": _plain(
            lambda who, **_: said("{who} copied the store to another database", who=who)
        ),
        "erase subscriber": _plain(lambda **told: said("{who} deleted a subscriber", **told)),
        "allow subscriber": _plain(
            lambda **told: said("{who} allowed an address to be written to again", **told)
        ),
        "import": _imported,
    },
    Sort.SENDING: {
        "stop sending": _plain(lambda who, **_: said("{who} stopped all sending", who=who)),
        "resume sending": _plain(
            lambda who, **_: said("{who} let messages be sent again", who=who)
        ),
        "drop waiting": _dropped,
        "send again": _plain(
            lambda **told: said("{who} sent messages about {thing} again that had failed", **told)
        ),
    },
}
"""How each verb of the log is told; a verb is kept as it stands here."""
