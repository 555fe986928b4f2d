"""A catalogue is read as gettext reads it, without being compiled."""

from __future__ import annotations

import gettext
import io
from pathlib import Path

import pytest
from babel.messages import Catalog, mofile, pofile

from statuspage.render.words.catalogue import Catalogue

TEMPLATE = Path("statuspage/render/words/statuspage.pot")


@pytest.mark.parametrize("language", ["de", "fr", "es", "ar", "ja", "cs"])
def test_catalogue_says_what_gettext_says(tmp_path: Path, language: str) -> None:
    with TEMPLATE.open("rb") as text:
        source = pofile.read_po(text)
    made = Catalog(locale=language)
    for message in source:
        if isinstance(message.id, str) and message.id:
            made.add(message.id, f'"\\ {message.id}\n\t…')
        elif message.id:
            forms = [f"{number}: {message.id[1]}" for number in range(made.num_plurals)]
            made.add(message.id, tuple(forms))
    file, compiled = tmp_path / "x.po", io.BytesIO()
    with file.open("wb") as out:
        pofile.write_po(out, made, width=60)
    mofile.write_mo(compiled, made)
    compiled.seek(0)
    ours, theirs = Catalogue(file), gettext.GNUTranslations(compiled)
    for message in source:
        if isinstance(message.id, str):
            if message.id:
                assert ours.gettext(message.id) == theirs.gettext(message.id)
            continue
        for count in (*range(30), 100, 101, 102, 111, 1000):
            assert ours.ngettext(*message.id, count) == theirs.ngettext(*message.id, count)


def test_what_is_empty_guessed_or_no_longer_said_is_not_used(tmp_path: Path) -> None:
    file = tmp_path / "x.po"
    file.write_text(
        'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
        'msgid "a"\nmsgstr ""\n\n#, fuzzy\nmsgid "b"\nmsgstr "B"\n\n#~ msgid "c"\n#~ msgstr "C"\n\n'
        'msgid "d"\nmsgstr "D"\n\nmsgid "{count} e"\nmsgid_plural "{count} es"\nmsgstr[0] "E"\n',
        "utf-8",
    )
    found = Catalogue(file)
    assert [found.gettext(text) for text in "abcd"] == ["a", "b", "c", "D"]
    assert [found.ngettext("{count} e", "{count} es", n) for n in (1, 2)] == ["E", "{count} es"]


def test_file_that_is_no_catalogue_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "x.po"
    file.write_text('msgid "a"\nmsgstr oops\n', "utf-8")
    with pytest.raises(ValueError, match="line 2"):
        Catalogue(file)
