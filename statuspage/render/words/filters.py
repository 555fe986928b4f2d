"""The filters of the templates in a language, collected from the modules beside this one."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any

from statuspage.domain.promises.beside import restated
from statuspage.render.words import (
    days,
    figures,
    labels,
    lengths,
    links,
    months,
    notices,
    noticing,
    outcomes,
    promises,
    repeats,
    reports,
    times,
    waiting,
)
from statuspage.render.words.locale import Locale

_IN_A_LANGUAGE: tuple[Callable[..., Any], ...] = (
    *(times.moment, times.full_moment, times.day, times.written_day, times.bar_day),
    times.whole_day,
    *(times.window, times.extended, times.month_name, times.period_name, times.budget_period),
    *(lengths.duration, lengths.brief, lengths.lasted, lengths.age, lengths.notice),
    *(lengths.number, lengths.decimal, lengths.percent, lengths.share_percent),
    lengths.times_faster,
    *(repeats.repeats, repeats.rescheduled),
    *(figures.best_words, figures.budget_words, figures.claim_words, figures.granted_words),
    *(days.day_words, days.bars_words, days.known_since),
    *(
        labels.entry_label,
        labels.because_label,
        labels.channel_label,
        labels.came_to_an_end,
        labels.listed,
        labels.parts_listed,
    ),
    noticing.noticed,
    outcomes.outcome_day,
    *(waiting.waited, waiting.not_reviewed, waiting.step_words, waiting.days_long),
    *(notices.notice_days, notices.notice_lead, notices.notice_ahead),
    months.month_words,
    *(promises.counting, promises.promise_words, promises.next_word),
    *reports.IN_A_LANGUAGE,
)


def filters(locale: Locale) -> dict[str, Callable[..., Any]]:
    """Every filter by its name, which is that of its function."""
    spoken = {made.__name__: partial(made, locale) for made in _IN_A_LANGUAGE}
    return {
        **spoken,
        "capital": capital,
        "clock": times.clock,
        "whole": math.floor,  # of what is good when high
        "at_most": math.ceil,  # of what is good when low
        "is_late": promises.is_late,
        "promise_of": promises.promise_of,
        "contact_link": links.contact_link,
        "headed": links.headed,
        "host": links.host,
        "record_place": links.record_place,
        "changed_path": reports.changed_path,
        "bdi": links.bdi,
        "code": links.code,
        "strong": links.strong,
        "typed": links.typed,
        "restated": restated,
    }


def capital(text: str) -> str:
    """Words at the beginning of a sentence or a line."""
    return text[:1].upper() + text[1:]
