"""How soon people are answered, as the settings say it now."""

from __future__ import annotations

from statuspage.config import Settings
from statuspage.domain.listening.waiting import AnswerTime
from statuspage.domain.vocabulary.opening import opening


def answer_time(settings: Settings) -> AnswerTime:
    """The rule of [feedback]."""
    rule = settings.feedback
    if rule.calendar is None:
        return AnswerTime(rule.answer_within)
    [stated] = [one for one in settings.calendars if one.id == rule.calendar]
    calendar = opening(stated, settings.site.timezone)
    return AnswerTime(rule.answer_within, calendar, rule.calendar)
