"""The catalogue of public pages, and the readers that ask a Library for each page's facts."""
