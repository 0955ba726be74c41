"""How much people may ask of the bot in a minute, and that they are told once when it was too much."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.clock import Clock

SECONDS = 60
MOST_IDLE = 1_000
"""People whose visits are remembered before those without any in the last minute are forgotten."""

Who = tuple[str, str]


@dataclass(slots=True)
class Limits:
    """How many visits a minute a person and a workspace may make; a window slides."""

    clock: Clock
    user: int = 20
    workspace: int = 200
    _visits: dict[Who, list[float]] = field(default_factory=dict)
    _told: dict[Who, float] = field(default_factory=dict)
    _most: int = MOST_IDLE

    def allow(self, workspace: str, user: str) -> bool:
        """Whether one more visit is within the limits; counts it if so."""
        now = self.clock.now().timestamp()
        windows = list(self._windows(workspace, user, now))
        if any(len(window) >= most for window, most in windows):
            return False
        for window, _ in windows:
            window.append(now)
        return True

    def warning(self, workspace: str, user: str) -> int | None:
        """Seconds until one more visit is allowed; None where the person was told so already."""
        now = self.clock.now().timestamp()
        if 0 < self._told.get((workspace, user), now) - now <= SECONDS:
            return None
        full = [window[0] for window, most in self._windows(workspace, user, now) if len(window) >= most]
        seconds = max(1, round(max(full, default=now - SECONDS) + SECONDS - now))
        self._told[workspace, user] = now + seconds
        return seconds

    def _windows(self, workspace: str, user: str, now: float) -> Iterator[tuple[list[float], int]]:
        if len(self._visits) > self._most:
            self._forget(now)
        for key, most in (((workspace, user), self.user), ((workspace, ""), self.workspace)):
            window = self._visits.setdefault(key, [])
            if window and window[-1] > now:  # the clock was set back
                window.clear()
            del window[: bisect_right(window, now - SECONDS)]
            yield window, most

    def _forget(self, now: float) -> None:
        self._visits = {key: window for key, window in self._visits.items() if window and now - window[-1] < SECONDS}
        self._told = {key: until for key, until in self._told.items() if until > now}
        self._most = max(MOST_IDLE, 2 * len(self._visits))
