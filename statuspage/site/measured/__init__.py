"""How components are: their states and bars, what probes tell of them, and why checks fail."""
