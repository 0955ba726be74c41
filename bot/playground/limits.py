"""How often a method may be called: Slack's tiers a minute, and, where turned on, one post a second and channel."""

from __future__ import annotations

import math
from collections import deque
from datetime import datetime

from bot.playground.clocks import Clock
from bot.playground.refusals import Refused

PER_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100}
POSTS_PER_MINUTE = 300
"""A workspace's posts in all channels together: "several hundred" says Slack."""


class RateLimited(Refused):
    """Too many calls; come back later."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("ratelimited")
        self.retry_after = retry_after


class Limits:
    """Counts calls. `tiers` and `posting` turn the two rules on and off."""

    def __init__(self, clock: Clock) -> None:
        self.tiers = True
        self.posting = False
        self.burst = 1
        """Posts into one channel that may come within a second before the rule of one a second bites."""
        self._clock = clock
        self._calls: dict[str, deque[datetime]] = {}

    def count(self, method: str, tier: int) -> None:
        """Counts a call of a method.

        Raises:
            RateLimited: there were as many within the last minute as its tier allows.
        """
        if self.tiers and tier:
            self._take(method, PER_MINUTE[tier], 60.0)

    def count_post(self, channel: str) -> None:
        """Counts a post into a channel.

        Raises:
            RateLimited: the last one is less than a second ago, or the workspace has had its share.
        """
        if self.posting:
            self._take(f"post {channel}", self.burst, 1.0)
            self._take("posts", POSTS_PER_MINUTE, 60.0)

    def _take(self, key: str, most: int, seconds: float) -> None:
        now = self._clock.now()
        times = self._calls.setdefault(key, deque())
        while times and (now - times[0]).total_seconds() >= seconds:
            times.popleft()
        if len(times) >= most:
            raise RateLimited(math.ceil(seconds - (now - times[0]).total_seconds()) or 1)
        times.append(now)
