"""What people asked for: the board, the page of each request, and where one says something."""
