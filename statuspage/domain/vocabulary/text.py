"""Text as people send it, made safe to keep and to publish in every channel.

Only characters are looked at here; Markdown and HTML belong to content/.
"""

from __future__ import annotations

import re

from statuspage.said import Said, said

_UNWANTED = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f"  # XML 1.0, section 2.2 "Characters": no feed could carry them
    "\ufffe\uffff"
    "\u202a-\u202e\u2066-\u2069"  # direction overrides that can make a text read as another one
    "]"
)
_NOT_READ = re.compile("[\ud800-\udfff]")  # bytes that were no UTF-8, or half a character
_AROUND = 20  # characters
_SPACE = re.compile(r"\s+")


def clean_text(text: str) -> str:
    """The text with plain newlines and without what feeds cannot hold or what can mislead the eye.

    What could not be read is marked by U+FFFD; where somebody can send it anew, ask `unreadable`.
    Direction marks (U+200E, U+200F), joiners and characters beyond U+FFFF stay.
    """
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    return _NOT_READ.sub("\ufffd", _UNWANTED.sub("", unix))


def cleaned_of(text: str) -> list[str]:
    """The code points that `clean_text` leaves out or replaces, such as "U+202E"; each once."""
    found = [*_UNWANTED.findall(text), *_NOT_READ.findall(text)]
    return [f"U+{ord(one):04X}" for one in dict.fromkeys(found)]


def unreadable(text: str) -> str:
    """The words around the first letter that could not be read, it being U+FFFD; "" for none."""
    found = _NOT_READ.search(text)
    if found is None:
        return ""
    return one_line(text[max(0, found.start() - _AROUND) : found.end() + _AROUND])


def one_line(text: str) -> str:
    """A clean text for a title: every run of white space is one blank, none at the ends."""
    return _SPACE.sub(" ", clean_text(text)).strip()


def left_out(characters: list[str]) -> Said:
    """What to say of characters that `cleaned_of` found in somebody's words."""
    return said(
        "Left out: {characters}. No page can show this, or it makes a text read as a different "
        "one.",
        characters=characters,
    )


def not_utf8(place: str) -> Said:
    """What to say of a text that `unreadable` found such a place in."""
    return said(
        "It holds bytes that are not UTF-8, here: “{place}”. Send it as UTF-8.", place=place
    )
