"""Pure rules: what words mean and how figures are computed. No clock, no database, no Flask."""
