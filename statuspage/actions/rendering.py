"""Published Markdown is rendered anew when this version renders it otherwise than the former.

The words stay as they are, and so does what the record says of them: it holds the Markdown.
"""

from __future__ import annotations

from statuspage.content.markdown import RENDERING, to_html
from statuspage.store import db, settings
from statuspage.store.published import rendered

_BATCH = 200  # about 0.1 s
_NAME = "rendering"


def render_anew(*, all_of_it: bool = False) -> int:
    """Bring the HTML in the store up to this version; returns how many texts changed by it.

    With `all_of_it` whatever the store says of its version. Where it is cut off, the next start
    begins again. Raises StoreError.
    """
    with db.snapshot():
        if settings.read(_NAME) == str(RENDERING) and not all_of_it:
            return 0
        numbers = rendered.numbers()
    changed = 0
    for start in range(0, len(numbers), _BATCH):
        with db.transaction():
            changed += rendered.render(numbers[start : start + _BATCH], to_html)
    with db.transaction():
        settings.write(_NAME, str(RENDERING))
    return changed
