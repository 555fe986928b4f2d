"""The indicators of SLAs: one file for each, listed here."""

from __future__ import annotations

from statuspage.figures.indicator import Indicator
from statuspage.figures.indicators import (
    availability,
    csat,
    first_contact_resolution,
    first_notice,
    first_response,
    latency,
    ratio,
    resolution,
    update_cadence,
)

INDICATORS: dict[str, Indicator] = {
    indicator.name: indicator
    for indicator in (
        availability.INDICATOR,
        latency.INDICATOR,
        first_response.INDICATOR,
        resolution.INDICATOR,
        first_contact_resolution.INDICATOR,
        csat.INDICATOR,
        first_notice.INDICATOR,
        update_cadence.INDICATOR,
        ratio.INDICATOR,
    )
}
