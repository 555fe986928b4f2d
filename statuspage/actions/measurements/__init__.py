"""What is taken in of results, cases, ratings and ratios, one by one or by the million."""
