"""The kinds of value that settings are made of: lengths, places, colours, days and times."""
