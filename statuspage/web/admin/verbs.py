"""Which verb each address of the desk asks for, by the name of its route.

A route that is named here nowhere is for admins alone, and fails a test until it is named.
"""

from __future__ import annotations

from collections.abc import Mapping

from statuspage.domain.desk.permissions import Verb

OPEN = frozenset({"sign_in", "sign_in_code", "sign_in_passkey", "sign_in_with", "signed_in_with"})
"""What strangers may ask: all that leads to being signed in."""

READING: Mapping[str, Verb] = {
    "desk": Verb.LOOK,
    "draft": Verb.LOOK,
    "entries": Verb.LOOK,
    "entry": Verb.LOOK,
    "incident": Verb.LOOK,
    "edit_update": Verb.PUBLISH,
    "edit_heading": Verb.PUBLISH,
    "withdraw_update": Verb.PUBLISH,
    "withdraw_entry": Verb.PUBLISH,
    "erase": Verb.ERASE,
    "new_entry": Verb.PUBLISH,
    "new_incident": Verb.PUBLISH,
    "new_maintenance": Verb.PUBLISH,
    "pledge": Verb.PUBLISH,
    "postmortem": Verb.PUBLISH,
    "settings": Verb.READ_SETTINGS,
    "account": Verb.OWN,
    "app": Verb.OWN,
    "app_picture": Verb.OWN,
    "staff": Verb.MANAGE_STAFF,
    "audit": Verb.READ_AUDIT,
}
"""For opening an address."""

SENDING: Mapping[str, Verb] = {
    "entry": Verb.PUBLISH,
    "incident": Verb.PUBLISH,
    "edit_update": Verb.PUBLISH,
    "edit_heading": Verb.PUBLISH,
    "withdraw_update": Verb.PUBLISH,
    "withdraw_entry": Verb.PUBLISH,
    "erase": Verb.ERASE,
    "new_entry": Verb.PUBLISH,
    "new_incident": Verb.PUBLISH,
    "new_maintenance": Verb.PUBLISH,
    "pledge": Verb.PUBLISH,
    "postmortem": Verb.PUBLISH,
    "publish_draft": Verb.PUBLISH,
    "discard_draft": Verb.PUBLISH,
    "sign_out": Verb.OWN,
    "app": Verb.OWN,
    "begin_app": Verb.OWN,
    "remove_app": Verb.OWN,
    "new_codes": Verb.OWN,
    "add_passkey": Verb.OWN,
    "remove_passkey": Verb.OWN,
    "end_session": Verb.OWN,
    "end_other_sessions": Verb.OWN,
    "disable_staff": Verb.MANAGE_STAFF,
    "reset_factors": Verb.MANAGE_STAFF,
}
"""For sending a form to it."""


def verb_of(endpoint: str, *, is_reading: bool) -> Verb:
    """The verb of a request to a route of the desk."""
    named = READING if is_reading else SENDING
    return named.get(endpoint.removeprefix("admin."), Verb.MANAGE_STAFF)


def is_open(endpoint: str | None) -> bool:
    """Whether strangers may ask for a route."""
    return (endpoint or "").removeprefix("admin.") in OPEN
