"""Reports of months, quarters and years: the list, each of them, and their documents."""
