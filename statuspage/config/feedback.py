"""[feedback]: how soon what people say is answered, and how long their words are kept."""

from __future__ import annotations

from datetime import timedelta

from statuspage.config.kinds.values import Id, Model, Positive


class Feedback(Model):
    """[feedback]: how soon people are answered, and how long what they said is kept."""

    answer_within: Positive = timedelta(days=14)
    """How soon everybody is told what becomes of what they said. The page shows it, and marks what
    took longer."""
    calendar: Id | None = None
    """By whose open days (or hours, where `answer_within` is no whole number of days) that is
    counted; without one, round the clock."""
    ask_again_after: Positive = timedelta(days=28)
    """How long after something was done those who asked for it are asked whether it helped."""
    keep: Positive = timedelta(days=365)
    """How long the words of people and their addresses are kept after what they asked for was done,
    declined or left as it is; of comments that were turned away, or that nobody looked at, after
    they came."""
