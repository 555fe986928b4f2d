"""Pages cut into pieces, and what differs between two."""

from __future__ import annotations

from statuspage.publish.verify.pieces import differences, pieces

PAGE = """<html><body><main id="main"><h1>One</h1>
<article id="update-x" data-record="7" data-hash="ab">
<div class="words"><p>Two <b>words</b></p></div>
<p>At <time datetime="2026-07-01T00:00:00Z">noon</time>,
<a href="/x">there</a> <s>gone</s></p></article>
<p>Measured</p><script>unseen()</script></main></body></html>"""


def found(said: str, *, is_whole: bool) -> list[str]:
    return [
        str(one)
        for one in differences(
            "/x", pieces(said, "//main"), pieces(PAGE, "//main"), is_whole=is_whole
        )
    ]


def test_page_is_cut_at_its_blocks_with_times_and_links() -> None:
    told = [(piece.text, piece.anchor, piece.entry) for piece in pieces(PAGE, "//main")]
    assert told == [
        ("One", "main", ""),
        ("(entry 7 of the record, ab)", "update-x", "7"),
        ("Two words", "update-x", "7"),
        ("At noon [2026-07-01T00:00:00Z], there [/x] gone [struck]", "update-x", "7"),
        ("Measured", "main", ""),
    ]


def test_same_page_differs_in_nothing() -> None:
    assert found(PAGE.replace("<b>words</b>", "words\n"), is_whole=True) == []


def test_word_that_differs_is_named_with_its_entry() -> None:
    [one] = found(PAGE.replace("Two", "Three"), is_whole=False)
    assert one == '/x#update-x says "Three words", the record (entry 7) says "Two words"'


def test_words_more_are_named_inside_an_entry_and_elsewhere_only_where_all_is_known() -> None:
    inside = PAGE.replace("<p>At", "<p>New</p><p>At")
    outside = PAGE.replace("<p>Measured", "<p>New</p><p>Measured")
    assert found(inside, is_whole=False) == ['/x#update-x says "New", the record does not']
    assert found(outside, is_whole=False) == []
    assert found(outside, is_whole=True) == ['/x says "New", the record does not']


def test_words_less_are_named() -> None:
    [one] = found(PAGE.replace("<p>Two <b>words</b></p>", ""), is_whole=False)
    assert one == '/x#update-x does not say "Two words", the record (entry 7) does'


def test_long_texts_are_shown_where_they_begin_to_differ() -> None:
    long = "word " * 100
    said = PAGE.replace("Measured", long + "new")
    wanted = PAGE.replace("Measured", long + "old")
    [one] = differences("/x", pieces(said, "//main"), pieces(wanted, "//main"), is_whole=True)
    assert one.text.endswith('word old"')
    assert len(one.text) < 200


def test_empty_page_has_no_pieces() -> None:
    assert pieces(b"", "//main") == []
