"""A sceptic's script: counts every published figure of a site again, from its downloads alone.

`python3 -m tests.recompute https://status.acme.example`. Nothing of the product is imported, only
the standard library; the rules are those of numbers.md.
"""
