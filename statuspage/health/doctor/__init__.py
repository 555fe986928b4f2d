"""What `doctor` looks at besides: one file for each look, and all of them in examinations.py."""
