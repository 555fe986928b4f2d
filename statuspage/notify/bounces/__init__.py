"""Mail that came back: read from a mailbox or a pipe, told apart, and counted."""
