"""What checks, cases and ratings measure: folding, merging and counting. Pure."""
