"""Commands that act on a site elsewhere: sent to its server, and carried out there as here."""
