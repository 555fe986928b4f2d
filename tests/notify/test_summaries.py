"""What is told in one message: the rest of a storm, a rhythm, and many news at once."""

from __future__ import annotations

from pathlib import Path

from statuspage import clock
from statuspage.domain.telling.result import Later, Result, Sent
from statuspage.domain.telling.subscription import Channel, HowOften
from statuspage.said import said
from tests.helpers.outlets import Recording, add_readers, tell
from tests.helpers.sites import add_to_config
from tests.helpers.telling import at, opened, posted

WHY = said("It is busy.")


def test_storm_ends_in_one_summary_with_the_newest_words_of_each_topic(store: Path) -> None:
    add_to_config(store, '\n[mail]\nfrom = "status@acme.example"\nper_recipient = "3/h"\n')
    add_readers("ada")
    outlet = Recording()
    first, second = opened(), opened(title="Search is slow")
    for minute in range(4, 60, 4):  # both flap through an hour
        posted(minute, first.key, f"Word of minute {minute}.")
        posted(minute, second.key, f"Other word of minute {minute}.")
        tell(outlet, at=at(minute))
    assert len(outlet.sent) == 3
    assert not any(one.is_summary for one in outlet.sent)
    tell(outlet, at=at(64))
    *_, last = outlet.sent
    assert (len(outlet.sent), last.is_summary) == (4, True)
    words = {told.item.title: told.item.text for told in last.told}
    assert sorted(words) == ["Update: API errors", "Update: Search is slow"]
    assert "Word of minute 56." in words["Update: API errors"]


def test_many_news_of_one_act_are_one_summary_for_people_and_single_for_programs(
    store: Path,
) -> None:
    add_readers("ada")
    add_readers("robot", channel=Channel.WEBHOOK)
    changes = store / "content" / "changelog"
    changes.mkdir(parents=True)
    with clock.standing_at(at(0)):
        for number in range(4):
            text = f"---\ntitle: Change {number}\ntype: added\ndate: 2026-07-01\n---\nWords.\n"
            (changes / f"change-{number}.md").write_text(text, "utf-8")
        add_to_config(store)
    mail, hook = Recording(), Recording(channel=Channel.WEBHOOK)
    tell(mail, hook, at=at(1))
    [message] = mail.sent
    assert (message.is_summary, len(message.told)) == (True, 4)
    assert [len(one.told) for one in hook.sent] == [1] * 4


def test_daily_summary_tells_all_in_one_message_even_of_one(store: Path) -> None:
    add_readers("ada", how_often=HowOften.DAILY)
    opened()
    opened(5, title="Another")
    outlet = Recording()
    tell(outlet, at=at(10))
    assert outlet.sent == []
    tell(outlet, at=at(24 * 60))
    [message] = outlet.sent
    assert message.is_summary
    assert [told.item.title for told in message.told] == [
        "Investigating: Another",
        "Investigating: API errors",
    ]


def test_summary_that_fails_says_the_same_again(store: Path) -> None:
    add_readers("ada", how_often=HowOften.DAILY)
    opened()
    answers: list[Result] = [Later(WHY), Sent()]
    outlet = Recording(lambda _: answers.pop(0))
    tell(outlet, at=at(0))
    tell(outlet, at=at(24 * 60))
    opened(24 * 60 + 0.5, title="Another")
    tell(outlet, at=at(24 * 60 + 3))
    first, second = outlet.sent
    assert first.key == second.key
    assert [len(one.told) for one in outlet.sent] == [1, 1]
