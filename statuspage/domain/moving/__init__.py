"""A site on its way: what an export holds, and how each of its files is known to be whole."""
