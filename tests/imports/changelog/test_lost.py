"""Whatever a changelog looks like, each word of it ends in a change or in a note."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from statuspage.imports.changelog.markdown import read

SHAPES = (
    "- {}",
    "* {}",
    "+ [{}](https://example.com)",
    " - {}",
    "  - {}",
    "    - {}",
    "      {}",
    "-[{}]",
    "1. {}",
    "{}",
    "  {}",
    "\t{}",
    "{}:",
    "**{}**",
    "**Breaking:** {}",
    "- **Breaking:** **{}**",
    "- `{}` and *more*",
    "- {} <!-- components: api -->",
    "# {}",
    "## 1.2.3 {}",
    "## [{}] - 2024-01-02",
    "### {}",
    " #### {} ####",
    "Released 2024-01-02 {}",
    "[{}]: https://example.com",
    "<!-- {} -->",
    "<details>{}",
    "> {}",
    "| {} |",
    "## 1.0.0",
    "## [Unreleased]",
    "### Added",
    "#### Fixed",
    "=====",
    "-----",
    "---",
    "```",
    "  ```",
    "~~~",
    "",
    "",
    "Released 2024-01-02",
    "2.0.0 (2024-01-02)",
)


@given(st.lists(st.sampled_from(SHAPES), max_size=14))
def test_each_word_of_a_changelog_is_kept_or_told(shapes: list[str]) -> None:
    words = [f"word{number}x" for number in range(len(shapes))]
    lines = [shape.format(word) for shape, word in zip(shapes, words, strict=True)]
    found = read("\n".join(lines), "CHANGELOG.md", {"api": "api"})
    kept = "\n".join(f"{one.title}\n{one.body}\n{one.version}" for one in found.changes)
    kept += "\n".join(str(note) for note in found.notes)
    lost = [line for line, word in zip(lines, words, strict=True) if word in line]
    assert [line for line in lost if next(w for w in words if w in line) not in kept] == []
