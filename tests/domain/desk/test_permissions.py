"""Who may do what, as a table."""

from __future__ import annotations

import pytest

from statuspage.domain.desk.permissions import LOWEST, Verb, may
from statuspage.domain.desk.staff import Role

MATRIX = {
    Verb.LOOK: "viewer editor admin",
    Verb.OWN: "viewer editor admin",
    Verb.PUBLISH: "editor admin",
    Verb.ERASE: "admin",
    Verb.READ_SETTINGS: "viewer editor admin",
    Verb.MANAGE_STAFF: "admin",
    Verb.READ_AUDIT: "admin",
}


@pytest.mark.parametrize("verb", list(Verb))
def test_verb_is_for_the_roles_of_the_matrix(verb: Verb) -> None:
    assert [role for role in Role if may(role, verb)] == MATRIX[verb].split()


def test_every_verb_has_a_lowest_role() -> None:
    assert set(LOWEST) == set(Verb)
