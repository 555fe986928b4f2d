"""Words that two texts share: in any language, and never the words that stand in every letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statuspage.domain.listening.likeness import is_alike, stems


@pytest.mark.parametrize(
    ("text", "title", "words"),
    [
        ("Could you please add exports as CSV?", "CSV export of the history", ""),
        ("Dark mode, my eyes hurt at night", "Dark mode", "The page is bright."),
        ("Éxporter les résultats en CSV", "Export", "Exporter un resultat en CSV"),
        ("أريد الوضع الداكن", "الوضع الداكن", "الصفحة ساطعة"),
        ("請增加深色模式", "深色模式", "頁面太亮"),
        ("The search takes ten seconds", "Slow", "Searching takes too many seconds."),
    ],
)
def test_texts_of_the_same_are_alike(text: str, title: str, words: str) -> None:
    assert is_alike(stems(text), stems(title), stems(words))


@pytest.mark.parametrize(
    ("text", "title", "words"),
    [
        ("Where is my invoice?", "Dark mode", "I would have one that is dark."),
        ("It is you", "Phone support", "It is hard to call you."),
        ("", "Dark mode", "Bright."),
        ("Dark", "", ""),
    ],
)
def test_common_words_make_nothing_alike(text: str, title: str, words: str) -> None:
    assert not is_alike(stems(text), stems(title), stems(words))


@given(st.text(max_size=300))
def test_stems_are_words_for_the_index(text: str) -> None:
    found = stems(text)
    assert all(one and '"' not in one and " " not in one for one in found)
