"""Who may do what: each verb of the desk with the lowest role that may do it. Nothing else decides.

Which address of the desk asks for which verb is written in web/admin/routes.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from statuspage.domain.desk.staff import Role


class Verb(StrEnum):
    """What an address of the desk lets somebody do."""

    LOOK = "look"  # at what is published, and at what only staff see
    OWN = "own"  # one's own sign-in: second factors, sessions
    PUBLISH = "publish"  # whatever readers will see
    ERASE = "erase"  # personal data out of what was published
    READ_SETTINGS = "read settings"  # of the site: components, probes, promises
    MANAGE_STAFF = "manage staff"  # accounts of others
    READ_AUDIT = "read audit"  # who did what


LOWEST: Mapping[Verb, Role] = {
    Verb.LOOK: Role.VIEWER,
    Verb.OWN: Role.VIEWER,
    Verb.PUBLISH: Role.EDITOR,
    Verb.ERASE: Role.ADMIN,
    Verb.READ_SETTINGS: Role.VIEWER,
    Verb.MANAGE_STAFF: Role.ADMIN,
    Verb.READ_AUDIT: Role.ADMIN,
}


def may(role: Role, verb: Verb) -> bool:
    """Whether a role is high enough for a verb."""
    return role.rank >= LOWEST[verb].rank
