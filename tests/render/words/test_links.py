"""Links inside sentences, and headings of written words."""

from statuspage.render.words import links


def test_contact_link_takes_addresses_of_both_kinds_and_escapes_the_rest() -> None:
    assert 'href="mailto:a@b.example"' in links.contact_link("a@b.example")
    assert 'href="https://b.example/help"' in links.contact_link("https://b.example/help")
    assert links.contact_link("<b>the desk</b>") == "&lt;b&gt;the desk&lt;/b&gt;"


def test_headings_of_words_follow_the_one_above_them() -> None:
    words = '<h4 id="a">One</h4><p>h4</p><h5>Two</h5><h6>Three</h6>'
    assert links.headed(words, 2) == '<h2 id="a">One</h2><p>h4</p><h3>Two</h3><h4>Three</h4>'
    assert links.headed("<h3>One</h3><h6>Two</h6>", 4) == "<h4>One</h4><h6>Two</h6>"
    assert links.headed("<p>None</p>", 2) == "<p>None</p>"


def test_commands_of_a_sentence_are_set_as_code_and_the_rest_is_escaped() -> None:
    told = links.typed("`statuspage doctor` says <b>why</b>, `a & b` mends it; a lone ` stays")
    assert told == (
        "<code>statuspage doctor</code> says &lt;b&gt;why&lt;/b&gt;, "
        "<code>a &amp; b</code> mends it; a lone ` stays"
    )
