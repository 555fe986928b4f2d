"""Statuspage's public API v2 and its history feeds, told from the same facts as the pages."""

from statuspage.site.v2.documents import PAGES as DOCUMENTS
from statuspage.site.v2.history import PAGES as FEEDS

PAGES = (*DOCUMENTS, *FEEDS)
