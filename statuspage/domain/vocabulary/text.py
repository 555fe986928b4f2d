"""Text as people send it, made safe to keep and to publish in every channel.

Only characters are looked at here; Markdown and HTML belong to content/.
"""

from __future__ import annotations

import re

_UNWANTED = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f"  # XML 1.0, section 2.2 "Characters": no feed could carry them
    "\ud800-\udfff\ufffe\uffff"
    "\u202a-\u202e\u2066-\u2069"  # direction overrides that can make a text read as another one
    "]"
)
_SPACE = re.compile(r"\s+")


def clean_text(text: str) -> str:
    """The text with plain newlines and without what feeds cannot hold or what can mislead the eye.

    Direction marks (U+200E, U+200F), joiners and characters beyond U+FFFF stay.
    """
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNWANTED.sub("", unix)


def one_line(text: str) -> str:
    """A clean text for a title: every run of white space is one blank, none at the ends."""
    return _SPACE.sub(" ", clean_text(text)).strip()
