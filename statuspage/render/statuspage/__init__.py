"""What Statuspage's own documents look like: its API v2, its webhooks, its history feeds."""
