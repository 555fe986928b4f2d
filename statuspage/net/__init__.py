"""The one way out: which addresses may be asked, and what one answer may cost.

Whoever waits for many at once asks with `exchange.follow`; whoever waits for one, with `fetch`.
"""
