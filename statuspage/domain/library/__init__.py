"""The Library: the reading side of the site as an object, asked by figures and pages alike.

It stands in domain/ since whoever makes one (the store, the public record, a test) and whoever
asks one must both see it, and since what its answers are about is known without any of them.
"""
