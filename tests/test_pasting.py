"""What benchmarks print stands in a page, and what was not measured anew stays as it is."""

from __future__ import annotations

from pathlib import Path

from tests.bench.pasting import PAGE, machine, paste

_EMPTY = "# A page\n\n<!-- bench: begin -->\n<!-- bench: end -->\n\nMore words.\n"


def test_what_is_printed_takes_the_place_of_what_was(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(_EMPTY, "utf-8")
    paste({"serving": "1 request\n", "record": "2 entries\n"}, page)
    paste({"serving": "3 requests\n"}, page)
    text = page.read_text("utf-8")
    assert text.startswith("# A page\n")
    assert text.endswith("\n\nMore words.\n")
    assert "1 request\n" not in text
    assert text.index("3 requests\n") < text.index("2 entries\n")
    assert text.count(machine()) == 2


def test_page_has_the_place_for_it() -> None:
    text = PAGE.read_text("utf-8")
    assert 0 < text.index("<!-- bench: begin -->") < text.index("<!-- bench: end -->")
