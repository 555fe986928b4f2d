"""Other systems' histories, read into plain facts, and the filling of the demo."""
