"""From facts to the facts of a report: one file for each thing that it tells of."""
