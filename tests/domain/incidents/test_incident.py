"""The life of incidents and maintenances: every move, allowed or refused."""

from __future__ import annotations

from itertools import product

import pytest

from statuspage.domain.incidents.incident import MOVES, require_move
from statuspage.domain.vocabulary.states import CLOSED, Status
from statuspage.errors import Conflict

INVESTIGATING, IDENTIFIED, MONITORING = Status.INVESTIGATING, Status.IDENTIFIED, Status.MONITORING
SCHEDULED, IN_PROGRESS, VERIFYING = Status.SCHEDULED, Status.IN_PROGRESS, Status.VERIFYING
RESOLVED, POSTMORTEM, FALSE_ALARM = Status.RESOLVED, Status.POSTMORTEM, Status.FALSE_ALARM
COMPLETED, CANCELLED = Status.COMPLETED, Status.CANCELLED

LIVE = (INVESTIGATING, IDENTIFIED, MONITORING)
ALLOWED = {
    *product(LIVE, (*LIVE, RESOLVED, FALSE_ALARM)),
    (RESOLVED, INVESTIGATING),
    (RESOLVED, POSTMORTEM),
    *product([SCHEDULED], [SCHEDULED, IN_PROGRESS, CANCELLED]),
    *product([IN_PROGRESS], [IN_PROGRESS, VERIFYING, COMPLETED]),
    *product([VERIFYING], [VERIFYING, IN_PROGRESS, COMPLETED]),
}


@pytest.mark.parametrize(("before", "after"), list(product(Status, Status)))
def test_move_is_taken_or_refused_with_what_is_possible(before: Status, after: Status) -> None:
    if (before, after) in ALLOWED:
        require_move(before, after)
        return
    with pytest.raises(Conflict) as refused:
        require_move(before, after)
    for possible in MOVES[before]:
        assert str(possible.small) in str(refused.value)


def test_nothing_leads_away_from_an_end() -> None:
    assert {status for status, moves in MOVES.items() if not moves} == CLOSED - {RESOLVED}
