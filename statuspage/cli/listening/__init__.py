"""`feedback` and `survey`: what people say, and what they are asked."""
