"""Options that say what something elsewhere is here: THEIRS=OURS."""

from __future__ import annotations

from collections.abc import Iterable

from statuspage.errors import InvalidInput
from statuspage.said import said


def pairs(option: str, given: Iterable[str]) -> dict[str, str]:
    """What each is here; a name there may hold an equals sign itself. Raises InvalidInput."""
    found = {}
    for one in given:
        theirs, parted, ours = one.rpartition("=")
        if not (parted and theirs.strip() and ours.strip()):
            text = said("'{given}' is not a pair; write it like \"Web API=api\".", given=one)
            raise InvalidInput({option: text})
        found[theirs.strip()] = ours.strip()
    return found
