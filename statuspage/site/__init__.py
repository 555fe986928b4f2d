"""The catalogue of public pages, and the readers that fetch each page's facts from the store."""
