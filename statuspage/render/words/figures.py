"""What stands beside a figure, in words: its best case, and the credit it earns."""

from __future__ import annotations

from statuspage.domain.promises import credit
from statuspage.domain.promises.figure import Figure
from statuspage.render.words.lengths import percent
from statuspage.render.words.locale import Locale
from statuspage.said import said


def best_words(locale: Locale, figure: Figure) -> str:
    """What a running figure can still become, and of which time that is a share."""
    share = percent(locale, figure.best_case or "")
    whole = {
        "month": said("{share} of the whole month, if nothing more fails", share=share),
        "quarter": said("{share} of the whole quarter, if nothing more fails", share=share),
        "week": said("{share} of the whole week, if nothing more fails", share=share),
    }
    return locale.say(whole[figure.period.kind])


def credit_words(locale: Locale, figure: Figure) -> str:
    """What credit is due, and what it would be by the worst bound; "" where none is promised."""
    told = credit.told(figure.credit, figure.credit_if_unknown_was_bad)
    return "" if told is None else locale.say(told)
