"""/recovery: each incident with its remedies and what came of them, on page, in JSON and as CSV."""

from __future__ import annotations

import csv
import io
import json

import pytest

from statuspage import clock
from statuspage.actions.incidents.pledges import keep_pledge
from statuspage.domain.promises.pledge import PledgeKind
from statuspage.errors import NotFound
from tests.helpers.pages import rendered, words_of
from tests.helpers.postmortems import ADA, DAY, NOON, only, publish, resolved

pytestmark = pytest.mark.usefixtures("store")

LATER = NOON + 120 * DAY


def test_a_quiet_year_says_what_will_stand_there() -> None:
    assert "it will appear here with its remedies" in words_of(rendered("/recovery", NOON))
    with pytest.raises(NotFound):
        rendered("/recovery/2027", NOON)


def test_the_chain_leads_from_the_incident_to_what_came_of_it_what_came_back_first() -> None:
    first = publish(resolved(title="Slow"), NOON + DAY, look_again=NOON + 60 * DAY)
    publish(resolved(NOON + 30 * DAY, title="Slow again"), NOON + 31 * DAY, actions=())
    with clock.standing_at(NOON + 50 * DAY):
        looked = only(first, PledgeKind.FOLLOW_UP)
        keep_pledge(looked.key, "A third of the searches is still slow", ADA)
    found = words_of(rendered("/recovery", LATER))
    assert "It came back1 Still watched1" in found
    assert "Again on 31 July 2026: Slow again" in found
    assert "Looked at again on 20 August 2026" in found
    assert "A third of the searches is still slow" in found
    assert "Alarm per region" in found
    assert words_of(rendered("/recovery/2026", LATER)) == found

    document = json.loads(rendered("/api/v1/recovery/2026", LATER).body)
    told = document["recoveries"]
    assert [one["state"] for one in told] == ["came_back", "watched"]
    assert [one["id"] for one in told[0]["came_back"]] == [told[1]["id"]]
    rows = [*csv.DictReader(io.StringIO(rendered("/recovery/2026.csv", LATER).body.decode()))]
    times = ("started_at", "resolved_at", "impact_from", "impact_until")
    felt = {one["id"]: [one[name] or "" for name in times] for one in told}
    assert {row["incident"]: [row[name] for name in times] for row in rows} == felt
    promised = [(row["incident"], row["kind"], row["promise_state"]) for row in rows]
    kinds = {(one["id"], made["kind"], made["state"]) for one in told for made in one["promises"]}
    assert {*promised} == kinds | {(told[1]["id"], "", "")}
    assert {row["state"] for row in rows} == {"came_back", "watched"}


def test_it_is_watched_until_the_day_that_it_names() -> None:
    incident = publish(resolved(), NOON + DAY)
    assert incident.resolved_at is not None
    over = incident.resolved_at + 90 * DAY
    assert "Still watcheduntil 29 September 2026" in words_of(rendered("/recovery", over - DAY))
    assert rendered("/recovery", over - DAY / 24).valid_until == over
    assert "Not again1" in words_of(rendered("/recovery", over))
