"""How those are on whom we rely, in their own words; nothing of ours counts it."""
