"""How often something may be done: token buckets, as pure arithmetic on seconds.

Source: the token bucket of RFC 2697 and its like; a bucket that nobody drew on is full.
"""

from __future__ import annotations

from dataclasses import dataclass

_WHOLE = 1 - 1e-9  # a token that is whole but for the rounding of sums


@dataclass(frozen=True)
class RateLimit:
    """`capacity` at once, and `per_second` more with time, for each of whoever is counted."""

    kind: str
    """What is counted; each kind has its own buckets."""
    capacity: float
    per_second: float

    def left(self, bucket: Bucket | None, now: float) -> float:
        """The tokens of a bucket now. A clock that stepped back refills nothing."""
        if bucket is None:
            return self.capacity
        grown = max(0.0, now - bucket.at) * self.per_second
        return min(self.capacity, bucket.tokens + grown)

    def seconds_to_wait(self, bucket: Bucket | None, now: float) -> float:
        """0, or the seconds until there is a whole token."""
        left = self.left(bucket, now)
        return 0.0 if left >= _WHOLE else (1 - left) / self.per_second

    def spent(self, bucket: Bucket | None, now: float) -> Bucket:
        """The bucket after one token was taken from it."""
        return Bucket(max(0.0, self.left(bucket, now) - 1), now)

    def full_at(self, bucket: Bucket) -> float:
        """When a bucket is as good as none: from then on it says nothing, and may go."""
        return bucket.at + (self.capacity - bucket.tokens) / self.per_second


@dataclass(frozen=True)
class Bucket:
    """What was left of an allowance, and when that was true (seconds)."""

    tokens: float
    at: float
