"""Differences between revisions, word by word."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.record.kinds.registry import KINDS
from statuspage.domain.record.recorded import Leaf, Recorded, SaltedText
from statuspage.domain.vocabulary.site import Site
from statuspage.render.differences import Fate, compared, differences
from statuspage.render.words.parts import called
from statuspage.said import Said

AT = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
SITE = Site(
    name="Example",
    url="https://status.example.com",
    timezone="Europe/London",
    language="en",
    contact="",
    description="",
    is_demo=False,
    tag_host="status.example.com",
)


def marked(before: str, after: str) -> str:
    signs = {Fate.SAME: "{}", Fate.GONE: "[-{}-]", Fate.NEW: "[+{}+]"}
    return "".join(signs[piece.fate].format(piece.text) for piece in compared(before, after))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("All is well.", "All is well.", "All is well."),
        ("A third fails.", "A half fails.", "A [-third-][+half+] fails."),
        ("Down.", "Down. We look.", "Down.[+ We look.+]"),
        ("", "New.", "[+New.+]"),
        ("Old.", "", "[-Old.-]"),
        ("one two three", "uno dos three", "[-one two-][+uno dos+] three"),
        (
            *("It was the cache of others.", "Withdrawn: not so it was."),
            "[-It was the cache of others.-][+Withdrawn: not so it was.+]",
        ),
        ("a b", "a\nb", "a[- -][+\n+]b"),
    ],
)
def test_compared_texts_show_the_words_that_changed(before: str, after: str, shown: str) -> None:
    assert marked(before, after) == shown


_WORDS = st.lists(st.sampled_from(["a", "b", "cc", " ", "\n", "d."])).map("".join)


@given(_WORDS, _WORDS)
def test_pieces_give_back_both_texts(before: str, after: str) -> None:
    pieces = compared(before, after)
    assert "".join(p.text for p in pieces if p.fate is not Fate.NEW) == before
    assert "".join(p.text for p in pieces if p.fate is not Fate.GONE) == after


def test_very_long_texts_are_compared_by_lines() -> None:
    before = "".join(f"line {number} of a long text\n" for number in range(3000))
    after = before.replace("line 7 ", "row 7 ")
    changed = [piece.text for piece in compared(before, after) if piece.fate is Fate.GONE]
    assert changed == ["line 7 of a long text\n"]


def entry(
    revision: int, words: dict[str, str | None], subject: str = "update/abc", **facts: object
) -> Recorded:
    leaf = Leaf(subject, revision, AT, facts, dict.fromkeys(words, ""))
    salted = {name: SaltedText(None if text is None else b"", text) for name, text in words.items()}
    return Recorded(revision, leaf, b"", salted)


def test_revision_that_changes_nothing_readers_see_is_left_out() -> None:
    history = [entry(1, {"body": "A."}, updated_at="x"), entry(2, {"body": "A."}, updated_at="y")]
    assert differences(history, SITE, {}) == []


def test_changed_facts_are_told_whole_with_their_times_in_the_zone() -> None:
    before = entry(1, {}, status="investigating", at="2026-07-01T12:00:00Z", next_due=None)
    after = entry(
        2, {}, status="false_alarm", at="2026-07-01T12:05:00Z", next_due="2026-07-01T13:00:00Z"
    )
    [told] = differences([before, after], SITE, {})
    assert [
        (str(field.label), [piece.text for piece in field.pieces]) for field in told.fields
    ] == [
        ("Status", ["Investigating", "False alarm"]),
        ("Time", ["1 July 2026, 13:00 BST", "1 July 2026, 13:05 BST"]),
        ("Next update", ["1 July 2026, 14:00 BST"]),
    ]


def test_blanked_text_is_told_as_such_and_never_compared() -> None:
    history = [
        entry(1, {"body": None}),
        entry(2, {"body": "Now.", "reason": "Asked for"}),
        entry(3, {"body": "Now and then.", "reason": "More"}),
    ]
    newest, erased = differences(history, SITE, {})
    assert newest.is_readable
    assert newest.reason == "More"
    assert not erased.is_readable
    assert erased.fields == ()


def test_front_matter_is_compared_by_its_keys() -> None:
    history = [
        entry(1, {"details": '{"components":["api"],"type":"added"}'}, "changelog/abc"),
        entry(2, {"details": '{"components":["api","docs"],"type":"added"}'}, "changelog/abc"),
    ]
    [told] = differences(history, SITE, {})
    assert [str(field.label) for field in told.fields] == ["Components"]
    assert told.fields[0].pieces[-1].text == "api, docs"


def test_message_of_ours_is_compared_as_the_words_that_readers_saw() -> None:
    ours = entry(1, {"body": "", "said": '["alarm.failing",{}]'})
    theirs = entry(2, {"body": "It is not working as it should. It is the disk."})
    [told] = differences([ours, theirs], SITE, {})
    [field] = told.fields
    shown = {fate: [p.text for p in field.pieces if p.fate is fate] for fate in Fate}
    assert shown[Fate.SAME] == ["It is not working as it should. "]
    assert (shown[Fate.GONE], shown[Fate.NEW]) == (["We are looking into it."], ["It is the disk."])


def test_every_part_of_the_record_has_a_label() -> None:
    names = {field.name for kind in KINDS.values() for field in kind.fields}
    assert {name for name in names if not isinstance(called(name), Said)} == set()
