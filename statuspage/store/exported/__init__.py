"""What of the store everybody may take along, row by row, and the way back into an empty one."""
