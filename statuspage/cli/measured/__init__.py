"""`probe` and `sla`: what is measured, and what it comes to."""
