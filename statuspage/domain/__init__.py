"""Pure rules: what the words mean and how the figures are computed. No clock, no database, no Flask."""
