"""`subscriber`, `sending`, `mail`, `hook`, `bounce`: who is told, and whether it arrives."""
