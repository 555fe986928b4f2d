"""From facts to figures: measured time, disruptions, the indicators, budgets. No page."""
