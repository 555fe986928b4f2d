"""The three clocks of an incident: its impact, the first public notice, the word that it is over.

Source: numbers.md, "Three clocks for an incident" and, for the silence, "Promises".
"""

from __future__ import annotations

from datetime import datetime, timedelta

from statuspage.domain.incidents.clocks import Clocks
from statuspage.domain.promises.silence import Disruption, silence
from statuspage.domain.vocabulary.spans import Span


def clocks(told: Disruption, measured: Disruption, now: datetime) -> Clocks:
    """The clocks of an announced disruption, as it was told and as it was measured.

    One that ends now has not ended yet.
    """
    noticed_at = measured.words[0]
    end = measured.end if measured.end is not None and measured.end < now else None
    longest = None
    if end is not None and measured.start <= noticed_at < end:
        longest = silence(Span(measured.start, end), measured.words, timedelta(0)).longest
    return Clocks(
        start=measured.start,
        end=end,
        lag=max(noticed_at - measured.start, timedelta(0)) // timedelta(seconds=1),
        longest_silence=longest,
        is_measured=measured != told,
        is_told_apart=(measured.start, measured.end) != (noticed_at, measured.resolved_at),
    )
