"""Series, runs, hours, cases, ratings and ratios; objectives, and the figures that were frozen."""
