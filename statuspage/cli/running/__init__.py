"""`run` and its parts, the prober on another machine, and `doctor`."""
