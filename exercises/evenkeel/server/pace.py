"""How often one learner's server writes: a page never comes near it, a program that runs wild or means harm does."""

import time
from collections.abc import Callable


class Pace:
    """A bucket of ``burst`` writes that fills again at ``each_second``."""

    def __init__(self, burst: int, each_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst, self._each_second, self._clock = float(burst), each_second, clock
        self._left, self._seen = self._burst, clock()

    def take(self) -> float:
        """Take one; returns 0, or in how many seconds there will be one."""
        now = self._clock()
        self._left = min(self._burst, self._left + (now - self._seen) * self._each_second)
        self._seen = now
        if self._left >= 1:
            self._left -= 1
            return 0.0
        return (1 - self._left) / self._each_second
