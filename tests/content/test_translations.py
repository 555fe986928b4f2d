"""Translations beside content files: what they may say, and how each fault is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from statuspage.config import Settings
from statuspage.content.files import Scan, scan
from tests.helpers.content import ANSWERS, CHANGE, NOW, SETTINGS, put

SITE = SETTINGS.site.model_copy(update={"languages": ("en", "de", "pt-BR")})
SPEAKING: Settings = SETTINGS.model_copy(update={"site": SITE})
GERMAN = "---\ntitle: Schnellere Suche\n---\nDie Suche antwortet in **halber** Zeit.\n"
OUTCOME = "---\ntitle: T\nsaid: S\nstate: done\ndid: D\ndone: 2026-06-01\nheard: 3\n---\nAll.\n"


def read(folder: Path, files: dict[str, str | bytes]) -> Scan:
    for name, text in files.items():
        put(folder, name, text)
    return scan(folder / "content", SPEAKING, NOW, ANSWERS)


def told(found: Scan) -> list[str]:
    return [str(problem) for problem in found.problems]


def test_translation_stands_beside_its_original(tmp_path: Path) -> None:
    found = read(tmp_path, {"changelog/a.md": CHANGE, "changelog/a.de.md": GERMAN})
    assert told(found) == []
    [file] = found.files
    assert file.slug == "a"
    assert dict(file.translations.wordings.of("de")) == {
        "title": "Schnellere Suche",
        "body": "Die Suche antwortet in **halber** Zeit.",
    }
    assert "<strong>halber</strong>" in file.translations.wordings.html["de"]["body"]


def test_translation_holds_only_what_differs(tmp_path: Path) -> None:
    german = "---\ntitle: Titel\nsaid: Gesagt\nheard: 3\ndone: 2026-06-01\n---\n"
    found = read(tmp_path, {"outcomes/a.md": OUTCOME, "outcomes/a.de.md": german})
    assert told(found) == []
    assert dict(found.files[0].translations.wordings.of("de")) == {
        "title": "Titel",
        "said": "Gesagt",
    }


def test_words_alone_are_a_translation_without_front_matter(tmp_path: Path) -> None:
    page = "---\ntitle: About\n---\nWho we are.\n"
    found = read(tmp_path, {"pages/about.md": page, "pages/about.de.md": "Wer wir sind.\n"})
    assert told(found) == []
    assert dict(found.files[0].translations.wordings.of("de")) == {"body": "Wer wir sind."}


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        (
            "a.fr.md",
            GERMAN,
            'a.fr.md: says the language "fr", which is not in [site] languages of config.toml: '
            "add it there or rename the file; known here: de, pt-BR",
        ),
        (
            "a.dee.md",
            GERMAN,
            'a.dee.md: says the language "dee", which is not in [site] languages of config.toml: '
            'add it there or rename the file; did you mean "de"?',
        ),
        (
            "a.pt_br.md",
            GERMAN,
            'a.pt_br.md: says the language "pt_br", which is not in [site] languages of '
            'config.toml: add it there or rename the file; did you mean "pt-BR"?',
        ),
        (
            "a.en.md",
            GERMAN,
            'a.en.md: is in the site\'s own language, "en"; those words stand in '
            "content/outcomes/a.md",
        ),
        (
            "a.de.md",
            "---\ntitle: T\nstate: doing\ndone: 2026-06-02\nheard: 3\n---\n",
            'a.de.md:3: "state" differs from content/outcomes/a.md, where such facts stand for '
            "every language; remove it here",
        ),
        (
            "a.de.md",
            "---\ntitel: T\n---\n",
            'a.de.md:2: "titel" is no text to translate; did you mean "title"?',
        ),
        ("a.de.md", "---\ntitle: [a]\n---\n", 'a.de.md:2: "title" must be a text; write it, or '),
        ("a.de.md", "---\nheard: 3\n---\n", "a.de.md: says nothing; write its words, or delete it"),
        ("a.de.md", b"\xff", "a.de.md:1: is not UTF-8 text; save it as UTF-8"),
        ("a.de.md", "---\ntitle: T\n", "a.de.md:1: its front matter has no end;"),
    ],
)
def test_fault_of_a_translation_is_told_and_hides_no_original(
    tmp_path: Path, name: str, text: str | bytes, fault: str
) -> None:
    found = read(tmp_path, {"outcomes/a.md": OUTCOME, f"outcomes/{name}": text})
    assert told(found)[0].startswith(f"content/outcomes/{fault}")
    assert [file.slug for file in found.files] == ["a"]
    assert not found.files[0].translations.wordings


def test_all_facts_that_differ_are_told_at_once(tmp_path: Path) -> None:
    text = "---\nstate: doing\ndone: 2026-06-02\nevidence: [sla/x]\n---\nAlles.\n"
    found = read(tmp_path, {"outcomes/a.md": OUTCOME, "outcomes/a.de.md": text})
    assert [problem.line for problem in found.problems] == [2, 3, 4]


def test_translation_without_its_original_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, {"pages/about.de.md": GERMAN})
    assert told(found) == [
        "content/pages/about.de.md: is a translation without its original: there is no "
        "content/pages/about.md; write that, or rename this one"
    ]


def test_original_with_faults_is_told_alone(tmp_path: Path) -> None:
    found = read(tmp_path, {"pages/about.md": "no", "pages/about.de.md": GERMAN})
    assert [problem.file for problem in found.problems] == ["content/pages/about.md"]


def test_prepared_texts_have_translations_too(tmp_path: Path) -> None:
    text = "---\ntitle: T\nkind: incident\n---\nwords"
    found = read(tmp_path, {"templates/a.md": text, "templates/a.de.md": "Wörter seit {{start}}."})
    assert told(found) == []
    [prepared] = found.files
    assert prepared.translations.wordings.of("de") == {"body": "Wörter seit {{start}}."}
