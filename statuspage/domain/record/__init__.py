"""The public record: entries, their hash tree, signed heads, and the facts they tell. Pure."""
