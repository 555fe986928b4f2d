"""Postmortems: the last word, a form and nothing else, filled from what is known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from statuspage import clock
from statuspage.actions.erasure import erase, replaceable
from statuspage.actions.given import Actor, NewUpdate
from statuspage.actions.incidents.amend import amend_update, withdraw_update
from statuspage.actions.incidents.posting import open_incident, post_update
from statuspage.content.markdown import plain_text, to_html
from statuspage.domain.incidents.cause import Cause
from statuspage.domain.incidents.edit import wording_of
from statuspage.domain.incidents.incident import Incident
from statuspage.domain.incidents.postmortem import PlannedAction
from statuspage.domain.record.kinds.postmortem import POSTMORTEM
from statuspage.domain.record.kinds.update import UPDATE
from statuspage.domain.record.replay import replay
from statuspage.domain.vocabulary.states import Status
from statuspage.errors import Conflict, InvalidInput
from statuspage.render.differences import Fate, differences
from statuspage.render.postmortem import told_html, told_text
from statuspage.render.words.parts import called
from statuspage.store import db
from statuspage.store.incidents import incidents, pledges, postmortems
from statuspage.store.published import record
from statuspage.store.settings import site
from tests.helpers.postmortems import ADA, DAY, MINUTE, NOON, publish, resolved

pytestmark = pytest.mark.usefixtures("store")


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
