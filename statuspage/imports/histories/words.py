"""What other systems keep as text: plain, or with the HTML that their editors make."""

from __future__ import annotations

import re
from html import escape

from statuspage.imports import marked

_TAG = re.compile(
    r"</?(?:p|br|a|ul|ol|li|b|strong|i|em|u|s|div|span|h[1-6]|code|pre|table|tr|td|th|blockquote|"
    r"img|hr)\b[^<>]*>",
    re.IGNORECASE,
)
_BLOCK = re.compile(r"</?(?:p|ul|ol|li|div|h[1-6]|pre|table|blockquote|hr)\b", re.IGNORECASE)


def from_text(text: str, base: str = "") -> str:
    """Markdown that reads as the text does: its line ends are kept, its signs are no markup.

    Where the text holds tags it is HTML; between blocks of these a line end says nothing.
    """
    if not _TAG.search(text):
        text = escape(text, quote=False)
    if not _BLOCK.search(text):
        text = text.replace("\r\n", "\n").replace("\n", "<br>")
    return marked.markdown(text, base)
