"""`python -m statuspage` is the same program as the command `statuspage`."""

from statuspage.cli import main

if __name__ == "__main__":
    main()
