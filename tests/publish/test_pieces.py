"""Pages cut into pieces, and what differs between two."""

from __future__ import annotations

from statuspage.publish.verify.pieces import differences, pieces

PAGE = """<html><body><main id="main"><h1>One</h1>
<article id="update-x" data-record="7" data-hash="ab">
<div class="words"><p>Two <b>words</b></p></div>
<p>At <time datetime="2026-07-01T00:00:00Z">noon</time>,
<a href="/x">there</a> <s>gone</s></p></article>
<p>Told</p><p data-unrecorded>Measured</p><script>unseen()</script></main></body></html>"""


def found(said: str) -> list[str]:
    return [str(one) for one in differences("/x", pieces(said, "//main"), pieces(PAGE, "//main"))]


def test_page_is_cut_at_its_blocks_with_times_and_links() -> None:
    told = [(piece.text, piece.anchor, piece.entry) for piece in pieces(PAGE, "//main")]
    assert told == [
        ("One", "main", ""),
        ("(entry 7 of the record, ab)", "update-x", "7"),
        ("Two words", "update-x", "7"),
        ("At noon [2026-07-01T00:00:00Z], there [/x] gone [struck]", "update-x", "7"),
        ("Told", "main", ""),
    ]


def test_same_page_differs_in_nothing() -> None:
    assert found(PAGE.replace("<b>words</b>", "words\n")) == []


def test_word_that_differs_is_named_with_its_entry() -> None:
    [one] = found(PAGE.replace("Two", "Three"))
    assert one == '/x#update-x says "Three words", the record (entry 7) says "Two words"'


def test_words_more_are_named_wherever_the_record_speaks() -> None:
    inside = PAGE.replace("<p>At", "<p>New</p><p>At")
    assert found(inside) == ['/x#update-x says "New", the record does not']
    outside = PAGE.replace("<p>Told", "<p>New</p><p>Told")
    assert found(outside) == ['/x says "New", the record does not']


def test_what_rests_on_more_than_the_record_is_passed_over_outside_of_entries_alone() -> None:
    assert found(PAGE.replace("Measured", "Measured anew")) == []
    inside = PAGE.replace("<p>At", "<p data-unrecorded>New</p><p>At")
    assert found(inside) == ['/x#update-x says "New", the record does not']
    hidden = PAGE.replace("<p>Told", "<p data-unrecorded>Told")
    assert found(hidden) == ['/x does not say "Told", the record does']


def test_words_less_are_named() -> None:
    [one] = found(PAGE.replace("<p>Two <b>words</b></p>", ""))
    assert one == '/x#update-x does not say "Two words", the record (entry 7) does'


def test_long_texts_are_shown_where_they_begin_to_differ() -> None:
    long = "word " * 100
    said = PAGE.replace("Told", long + "new")
    wanted = PAGE.replace("Told", long + "old")
    [one] = differences("/x", pieces(said, "//main"), pieces(wanted, "//main"))
    assert str(one.text).endswith('word old"')
    assert len(str(one.text)) < 200


def test_empty_page_has_no_pieces() -> None:
    assert pieces(b"", "//main") == []
