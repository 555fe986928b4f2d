"""The public API, `/api/v1`: what can be read are pages of the catalogue, and what can be pushed is
listed here with the models that validate it, so that openapi.json and the page /api follow.
"""

from statuspage.site.api.assignments import GUARDED
from statuspage.site.api.guide import PAGES as GUIDE
from statuspage.site.api.readings import READINGS
from statuspage.site.api.shapes import BASE
from statuspage.site.api.writes import WRITES, Write

PAGES = (*(reading.page for reading in READINGS), *GUIDE)

__all__ = ["BASE", "GUARDED", "PAGES", "READINGS", "WRITES", "Write"]
