"""Links inside sentences."""

from statuspage.render.words import links


def test_contact_link_takes_addresses_of_both_kinds_and_escapes_the_rest() -> None:
    assert 'href="mailto:a@b.example"' in links.contact_link("a@b.example")
    assert 'href="https://b.example/help"' in links.contact_link("https://b.example/help")
    assert links.contact_link("<b>the desk</b>") == "&lt;b&gt;the desk&lt;/b&gt;"
