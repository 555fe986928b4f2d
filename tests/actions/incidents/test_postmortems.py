"""Postmortems, the root causes and actions they promise, and each change of a promise."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from peewee import IntegrityError

from statuspage import clock
from statuspage.actions.erasure import erase, replaceable
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.amend import amend_update, withdraw_update
from statuspage.actions.incidents.pledges import extend_pledge, keep_pledge, withdraw_pledge
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.actions.incidents.postmortems import publish_postmortem
from statuspage.content.markdown import plain_text, to_html
from statuspage.domain.incidents.cause import Cause
from statuspage.domain.incidents.edit import wording_of
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.incidents.postmortem import PlannedAction, Written
from statuspage.domain.promises.pledge import Pledge, PledgeKind
from statuspage.domain.promises.promise import PromiseState
from statuspage.domain.record.kinds.pledge import PLEDGE
from statuspage.domain.record.kinds.postmortem import POSTMORTEM
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.record.replay import replay
from statuspage.domain.vocabulary.states import ComponentState, Status
from statuspage.errors import Conflict, InvalidInput, NotFound
from statuspage.render.differences import Fate, differences
from statuspage.render.postmortem import told_html, told_text
from statuspage.render.words.parts import called
from statuspage.site.closing import not_closed
from statuspage.store import db
from statuspage.store.incidents import incidents, pledges, postmortems
from statuspage.store.library import LIBRARY
from statuspage.store.published import record
from statuspage.store.settings import site
from statuspage.store.tables.base import database

pytestmark = pytest.mark.usefixtures("store")

ADA = Actor("ada")
NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
SLOW = {"api": ComponentState.PARTIAL_OUTAGE}


def resolved(at: datetime = NOON, *, title: str = "Slow", by: datetime | None = None) -> Incident:
    with clock.standing_at(at):
        word = NewUpdate("We look into *it*.", components=SLOW, owner="Ada")
        key = open_incident(title, word, ADA).key
    with clock.standing_at(at + 70 * MINUTE):
        return post_update(key, NewUpdate("It works.", Status.RESOLVED, root_cause_by=by), ADA)


def written(**changed: object) -> Written:
    told: dict[str, object] = {
        "summary": "Searches were slow.",
        "impact": "",
        "cause": Cause.CONFIGURATION,
        "cause_words": "A limit was too low.",
        "went_well": "",
        "went_badly": "",
        "actions": (PlannedAction("Alarm per region", "Grace", NOON + 20 * DAY),),
    }
    return Written(**(told | changed))  # type: ignore[arg-type]


def publish(incident: Incident, at: datetime, *, actor: Actor = ADA, **changed: object) -> Incident:
    with clock.standing_at(at):
        return publish_postmortem(incident.key, written(**changed), actor)


def only(incident: Incident, kind: PledgeKind) -> Pledge:
    [found] = [one for one in pledges.of_incident(incident.key) if one.kind is kind]
    return found


def reasons(pledge: Pledge) -> list[str]:
    return [entry.reason for entry in record.history(PLEDGE.subject(pledge.key))]


def shown(incident: Incident) -> tuple[str, str]:
    """The words of its newest update as text, and as the words of their HTML."""
    update = incident.updates[0]
    html, text = (told(update, incident, site()) for told in (told_html, told_text))
    return text.replace("\xa0", " "), plain_text(html).replace("\xa0", " ")


def test_postmortem_is_the_last_word_with_its_figures_filled_in() -> None:
    published = publish(resolved(), NOON + DAY)
    assert published.status is Status.POSTMORTEM
    text, html = shown(published)
    assert published.updates[0].body == ""
    assert "Searches were slow." in text
    for words in (text, html):
        assert "Impact: 1 July 2026, 13:00 to 14:10 BST, 1 h 10 min" in words
        assert "Alarm per region (Grace, by 21 July 2026" in words
        assert "What went well" not in words
    assert "**Investigating**: We look into it." in text
    assert "**Configuration**: a setting was wrong." in text
    assert "Configuration: a setting was wrong. A limit was too low." in html
    assert published.resolved_at == NOON + 70 * MINUTE


def test_cause_and_actions_enter_the_record_with_the_words() -> None:
    incident = resolved()
    first = record.size()
    published = publish(incident, NOON + DAY)
    subjects = [entry.subject.partition("/")[0] for entry in record.some(first, 100)]
    assert subjects == ["update", "postmortem", "promise"]
    [cause] = record.history(POSTMORTEM.subject(incident.key))
    assert cause.leaf.facts["cause"] == "configuration"
    kept = postmortems.of_incident(published.number)
    assert kept is not None
    assert kept.cause is Cause.CONFIGURATION


def test_words_of_people_are_no_markdown_of_ours() -> None:
    owner = "[x](https://evil.example) <b> ~~c~~ | d"
    action = PlannedAction("`a` *b*", owner, NOON + 9 * DAY)
    text, html = shown(publish(resolved(), NOON + DAY, actions=(action,)))
    assert html.endswith(f"What we will do `a` *b* ({owner}, by 10 July 2026, 13:00 BST)")
    assert to_html(text).replace("\xa0", " ").count("<em>") == 0


def test_postmortem_exists_only_as_the_form_makes_it() -> None:
    incident = resolved()
    size = record.size()
    with clock.standing_at(NOON + DAY), pytest.raises(InvalidInput) as caught:
        post_update(incident.key, NewUpdate("A supplier failed.", Status.POSTMORTEM), ADA)
    assert set(caught.value.faults) == {"status"}
    wording = replace(wording_of(incident.updates[0]), status=Status.POSTMORTEM)
    with clock.standing_at(NOON + DAY), pytest.raises(InvalidInput) as caught:
        amend_update(incident.key, incident.updates[0].key, wording, "Why", ADA)
    assert set(caught.value.faults) == {"status"}
    assert record.size() == size


def test_postmortem_stays_one() -> None:
    published = publish(resolved(), NOON + DAY)
    update = published.updates[0]
    with clock.standing_at(NOON + 2 * DAY):
        for changed in ({"status": Status.RESOLVED}, {"body": "Just words."}):
            wording = replace(wording_of(update), **changed)  # type: ignore[arg-type]
            with pytest.raises(InvalidInput):
                amend_update(published.key, update.key, wording, "Why", ADA)


def test_section_is_edited_by_itself_and_its_difference_is_shown() -> None:
    published = publish(resolved(), NOON + DAY, went_well="The *alarm*.")
    update = published.updates[0]
    former = wording_of(update)
    assert former.sections is not None
    sections = former.sections.with_texts({"summary": "All searches were **slow**."}, {})
    with clock.standing_at(NOON + 2 * DAY):
        wording = replace(former, sections=sections)
        edited = amend_update(published.key, update.key, wording, "It was all of them", ADA)
    text, html = shown(edited)
    assert "All searches were **slow**." in text
    assert "All searches were slow." in html
    assert "The alarm." in html
    history = record.history(UPDATE.subject(update.key))
    [difference] = differences(history, site(), {})
    [part] = difference.fields
    assert part.label == called("summary")
    assert "Searches" in "".join(piece.text for piece in part.pieces if piece.fate is Fate.GONE)


def test_erasing_a_section_leaves_the_others_and_no_trace_of_it() -> None:
    published = publish(resolved(), NOON + DAY, went_well="Max Mustermann called at once.")
    update = published.updates[0]
    subject = UPDATE.subject(update.key)
    assert replaceable(subject)["went_well"] == "Max Mustermann called at once."
    assert "body" not in replaceable(subject)
    with clock.standing_at(NOON + 2 * DAY):
        erase(subject, {"went_well": "A customer called."}, "He asked", ADA, zone=site().zone)
    text, html = shown(incidents.by_key(published.key))
    assert "A customer called." in text
    assert "Searches were slow." in html
    kept = [entry.words.values() for entry in record.history(subject)]
    assert not any("Max" in (word.text or "") for words in kept for word in words)


def test_record_tells_the_same_postmortem() -> None:
    published = publish(resolved(), NOON + DAY)
    with db.snapshot():
        told = replay(record.some(0, record.size()), to_html).incidents[published.key]
    assert shown(told) == shown(published)


def test_withdrawn_postmortem_says_so_alone() -> None:
    published = publish(resolved(), NOON + DAY)
    with clock.standing_at(NOON + 2 * DAY):
        after = withdraw_update(published.key, published.updates[0].key, "Wrong one", ADA)
    text, _ = shown(after)
    assert "Searches were slow." not in text
    assert "Wrong one" in text


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"summary": " "}, "summary"),
        ({"cause_words": ""}, "cause_words"),
        ({"went_well": "{{gap}}"}, "went_well"),
        ({"actions": (PlannedAction("", "Grace", NOON + 9 * DAY),)}, "action_1"),
        ({"actions": (PlannedAction("A", "", NOON + 9 * DAY),)}, "action_1_owner"),
        ({"actions": (PlannedAction("A", "Grace", NOON),)}, "action_1_due"),
        ({"actions": (PlannedAction("A", "Grace", NOON + 9 * DAY),) * 21}, "action_21"),
    ],
)
def test_faulty_postmortem_publishes_nothing(changed: dict[str, object], field: str) -> None:
    incident = resolved()
    size = record.size()
    with pytest.raises(InvalidInput) as caught:
        publish(incident, NOON + DAY, **changed)
    assert field in caught.value.faults
    assert record.size() == size
    assert incidents.by_key(incident.key).status is Status.RESOLVED


def test_postmortem_comes_once_and_only_after_the_end() -> None:
    incident = resolved()
    publish(incident, NOON + DAY)
    size = record.size()
    with pytest.raises(Conflict):
        publish(incident, NOON + 2 * DAY)
    with clock.standing_at(NOON):
        going_on = open_incident("Down", NewUpdate("It is down."), ADA)
    with pytest.raises(Conflict):
        publish(going_on, NOON + DAY)
    assert len(pledges.of_incident(incident.key)) == 1
    assert record.size() == size + 2  # the new incident and its word


def test_postmortem_sent_twice_is_published_once() -> None:
    incident = resolved()
    sent = Actor("ada", submission="one")
    first = publish(incident, NOON + DAY, actor=sent)
    assert publish(incident, NOON + DAY, actor=sent) == first
    assert len(pledges.of_incident(incident.key)) == 1


def test_root_cause_is_promised_with_the_end_and_kept_by_the_postmortem() -> None:
    incident = resolved(by=NOON + 10 * DAY)
    promised = only(incident, PledgeKind.ROOT_CAUSE)
    assert promised.promise.owner == "Ada"
    assert promised.promise.state(NOON + 9 * DAY) is PromiseState.OPEN
    assert promised.promise.state(NOON + 11 * DAY) is PromiseState.LATE
    published = publish(incident, NOON + 5 * DAY)
    kept = only(incident, PledgeKind.ROOT_CAUSE)
    assert kept.promise.state(NOON + 11 * DAY) is PromiseState.KEPT
    assert kept.promise.evidence == f"{incident.path}#update-{published.updates[0].key}"
    assert reasons(kept) == ["", "pledge.postmortem_published"]


def test_postmortem_after_its_day_is_late() -> None:
    incident = resolved(by=NOON + DAY)
    publish(incident, NOON + 3 * DAY)
    assert only(incident, PledgeKind.ROOT_CAUSE).promise.state(NOON + 9 * DAY) is PromiseState.LATE


@pytest.mark.parametrize(
    ("status", "due"), [(Status.MONITORING, NOON + DAY), (Status.RESOLVED, NOON - DAY)]
)
def test_root_cause_is_promised_for_later_and_only_at_the_end(
    status: Status, due: datetime
) -> None:
    with clock.standing_at(NOON):
        key = open_incident("Slow", NewUpdate("Look."), ADA).key
        with pytest.raises(InvalidInput) as caught:
            post_update(key, NewUpdate("So.", status, root_cause_by=due), ADA)
    assert set(caught.value.faults) == {"root_cause_by"}
    assert pledges.of_incident(key) == []


def test_root_cause_is_promised_once() -> None:
    incident = resolved(by=NOON + 10 * DAY)
    with clock.standing_at(NOON + DAY):
        post_update(incident.key, NewUpdate("Again.", Status.INVESTIGATING), ADA)
        word = NewUpdate("Over.", Status.RESOLVED, root_cause_by=NOON + 30 * DAY)
        with pytest.raises(InvalidInput, match="promised already"):
            post_update(incident.key, word, ADA)
    assert len(pledges.of_incident(incident.key)) == 1
    assert incidents.by_key(incident.key).status is Status.INVESTIGATING


def test_action_done_is_kept_with_its_evidence_on_record() -> None:
    incident = publish(resolved(), NOON + DAY)
    key = only(incident, PledgeKind.ACTION).key
    with clock.standing_at(NOON + 19 * DAY):
        kept = keep_pledge(key, "/changelog/alarms", ADA)
    assert kept.promise.state(NOON + 30 * DAY) is PromiseState.KEPT
    assert record.history(PLEDGE.subject(key))[-1].text("evidence") == "/changelog/alarms"
    with pytest.raises(Conflict):
        withdraw_pledge(key, "No.", ADA)


@pytest.mark.parametrize(
    "evidence", ["", "done", "//evil.example/x", "javascript:alert(1)", "/a b"]
)
def test_evidence_is_a_link(evidence: str) -> None:
    key = only(publish(resolved(), NOON + DAY), PledgeKind.ACTION).key
    with pytest.raises(InvalidInput) as caught:
        keep_pledge(key, evidence, ADA)
    assert set(caught.value.faults) == {"evidence"}
    assert pledges.by_key(key).is_owed


def test_extended_action_counts_as_late_against_its_first_day() -> None:
    key = only(publish(resolved(), NOON + DAY), PledgeKind.ACTION).key
    with clock.standing_at(NOON + 18 * DAY):
        extend_pledge(key, NOON + 40 * DAY, "The supplier is late.", ADA)
    with clock.standing_at(NOON + 30 * DAY):
        done = keep_pledge(key, "https://example.org/done", ADA)
    assert done.promise.dues == (NOON + 20 * DAY, NOON + 40 * DAY)
    assert done.promise.state(NOON + 50 * DAY) is PromiseState.LATE
    assert reasons(done) == ["", "The supplier is late.", "pledge.done"]


@pytest.mark.parametrize(
    ("due", "reason", "field"),
    [
        (NOON + 19 * DAY, "Why.", "due"),
        (NOON + 20 * DAY, "Why.", "due"),
        (NOON + 40 * DAY, " ", "reason"),
    ],
)
def test_extension_goes_forward_and_says_why(due: datetime, reason: str, field: str) -> None:
    key = only(publish(resolved(), NOON + DAY), PledgeKind.ACTION).key
    with clock.standing_at(NOON + 2 * DAY), pytest.raises(InvalidInput) as caught:
        extend_pledge(key, due, reason, ADA)
    assert set(caught.value.faults) == {field}
    assert pledges.by_key(key).promise.dues == (NOON + 20 * DAY,)


def test_withdrawn_action_says_why_and_late_ones_are_broken() -> None:
    key = only(publish(resolved(), NOON + DAY), PledgeKind.ACTION).key
    with pytest.raises(InvalidInput):
        withdraw_pledge(key, "", ADA)
    with clock.standing_at(NOON + 19 * DAY):
        gone = withdraw_pledge(key, "The region is gone.", ADA)
    assert gone.promise.state(NOON + 30 * DAY) is PromiseState.WITHDRAWN
    assert reasons(gone)[-1] == "The region is gone."


def test_change_sent_twice_is_made_once() -> None:
    key = only(publish(resolved(), NOON + DAY), PledgeKind.ACTION).key
    sent = Actor("ada", submission="once")
    with clock.standing_at(NOON + 2 * DAY):
        first = keep_pledge(key, "/changelog/a", sent)
        assert keep_pledge(key, "/changelog/a", sent) == first


def test_unknown_promise_is_not_found() -> None:
    with pytest.raises(NotFound):
        keep_pledge("nothing", "/changelog/a", ADA)


def test_resolved_incident_is_closed_when_nothing_is_owed() -> None:
    urgent = resolved(by=NOON + 3 * DAY)
    waiting = publish(resolved(NOON + 60 * MINUTE), NOON + DAY)
    resolved(NOON + 90 * MINUTE)
    assert [one.incident.key for one in not_closed(LIBRARY)] == [urgent.key, waiting.key]
    with clock.standing_at(NOON + 2 * DAY):
        keep_pledge(only(waiting, PledgeKind.ACTION).key, "/changelog/a", ADA)
        post_update(urgent.key, NewUpdate("Again.", Status.INVESTIGATING), ADA)
    assert not_closed(LIBRARY) == []


@pytest.mark.parametrize("table", ["pledge", "postmortem"])
def test_store_deletes_no_promise_and_no_cause(table: str) -> None:
    publish(resolved(), NOON + DAY)
    with pytest.raises(IntegrityError, match="never deleted"), db.transaction():
        database.execute_sql(f"DELETE FROM {table}")
