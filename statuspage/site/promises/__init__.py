"""What was promised: SLAs and their periods, promised words and pledges, notices."""
