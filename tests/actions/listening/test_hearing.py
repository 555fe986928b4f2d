"""What people say is kept once, with all that it says, and counts when it may."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from statuspage.actions.listening import rounds
from statuspage.actions.listening.hearing import VoiceWish, hear, note_voice
from statuspage.domain.listening.voice import VoiceChannel, VoiceState
from statuspage.errors import InvalidInput
from statuspage.store import db
from statuspage.store.desk import audit
from statuspage.store.listening import voices
from tests.helpers.requests import GRACE, heard, request, standing, voice

WISH = VoiceWish("Please answer at weekends.", ("api",), "Support", language="en", may_quote=True)


def test_voice_is_held_once_with_all_that_it_says(store: Path) -> None:
    key = hear(WISH, "first")
    assert hear(WISH, "first") == key
    told = voice(key)
    assert (told.text, told.subject, told.components) == (WISH.text, "Support", ("api",))
    assert (told.channel, told.state, told.may_quote) == ("page", VoiceState.HELD, True)
    with db.snapshot():
        assert (voices.count_held(), voices.oldest_held()) == (1, told.at)
        assert voices.held_at() == [told.at]


def test_voice_without_words_counts_for_its_outcome_at_once(store: Path) -> None:
    end = request("Weekends")
    slug = request("Saturdays", same_as=end)
    for one in ("first", "second", "second"):
        assert voice(hear(VoiceWish("", outcome=slug), one)).outcome == end
    assert heard(end) == {"page": 1}  # a crowd enters the record once a minute
    rounds.count_recent()
    held = hear(replace(WISH, outcome=slug), "third")
    assert voice(held).is_held
    assert (heard(end), heard(slug)) == ({"page": 2}, {})


def test_staff_write_down_what_they_were_told(store: Path) -> None:
    slug = request("Weekends")
    wish = replace(WISH, channel=VoiceChannel.PHONE, outcome=slug)
    key = note_voice(wish, replace(GRACE, submission="one"))
    assert note_voice(wish, replace(GRACE, submission="one")) == key
    assert voice(key).state is VoiceState.HEARD
    assert voice(note_voice(replace(wish, outcome=""), GRACE)).is_held
    assert heard(slug) == {"phone": 1}
    with db.snapshot():
        acts = [one for one in audit.newest(9) if one.verb == "write down"]
    assert [one.after for one in acts] == [{"channel": "phone"}] * 2


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (VoiceWish(" \n"), "text"),
        (VoiceWish("x" * 10_001), "text"),
        (VoiceWish("a", subject="x" * 201), "subject"),
        (VoiceWish("a", ("apu",)), "components"),
        (VoiceWish("a", outcome="unknown"), "outcome"),
    ],
)
def test_what_cannot_be_kept_is_told_by_its_field(store: Path, wish: VoiceWish, field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        hear(wish, None)
    assert list(caught.value.faults) == [field]
    with db.snapshot():
        assert voices.count_held() == 0


def test_request_written_as_asked_has_its_clock(store: Path) -> None:
    slug = request("Weekends", asked="2026-01-05")
    told = standing(slug).details
    assert told["asked"].startswith("2026-01-05T")
    assert told["answer_by"].startswith("2026-01-19T")
    assert "late" not in told
