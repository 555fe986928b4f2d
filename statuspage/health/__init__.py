"""How the program itself is: one file for each check, and all of them in checks.py."""
