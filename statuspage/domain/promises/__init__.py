"""What is promised and how it is judged: objectives, figures, budgets, due words, pledges. Pure."""
