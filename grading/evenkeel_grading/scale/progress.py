"""How far a long run is: one line that is written over on a terminal, a plain line now and then elsewhere."""

import time
from collections.abc import Callable
from typing import TextIO

_PLAIN_EVERY = 10.0
_TERMINAL_EVERY = 0.2


class Progress:
    """Counts what is marked. ``clock`` gives seconds that never go back."""

    def __init__(self, out: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._out, self._clock = out, clock
        self._live = out.isatty()
        self._total = self._done = 0
        self._ended = False
        self._began = self._told = clock()

    def start(self, total: int, already: int) -> None:
        """``total`` are to be marked now; ``already`` were marked before."""
        self._total = total
        self._began = self._told = self._clock()
        before = f" {already:,} are marked already." if already else ""
        self._line(f"{total:,} to mark.{before}")

    def add(self, number: int) -> None:
        """So many more are marked and written."""
        self._done += number
        now = self._clock()
        # The last state is told by end().
        if self._done < self._total and now - self._told >= (_TERMINAL_EVERY if self._live else _PLAIN_EVERY):
            self._told = now
            self._show(self._state(now - self._began))

    def tell(self, words: str) -> None:
        """Something that whoever watches should know now."""
        self._line(words)

    def end(self) -> None:
        """The last state, once, on a line of its own."""
        if self._done and not self._ended:
            self._line(self._state(self._clock() - self._began))
        self._ended = True

    def _state(self, seconds: float) -> str:
        rate = self._done / seconds if seconds > 0 else 0.0
        share = self._done / self._total if self._total else 1.0
        left = (self._total - self._done) / rate if rate else 0.0
        rest = f", about {span(left)} left" if self._done < self._total else f", {span(seconds)} in all"
        return f"{self._done:,} of {self._total:,} marked ({share:.0%}), {rate:.1f} a second{rest}"

    def _show(self, words: str) -> None:
        if self._live:
            filled = round(20 * self._done / self._total) if self._total else 20
            self._out.write(f"\r\x1b[K[{'#' * filled}{'.' * (20 - filled)}] {words}")
            self._out.flush()
        else:
            self._line(words)

    def _line(self, words: str) -> None:
        start = "\r\x1b[K" if self._live else ""
        self._out.write(f"{start}{words}\n")
        self._out.flush()


def span(seconds: float) -> str:
    """A length of time for a person: 45 s, 3 min 20 s, 2 h 5 min."""
    whole = round(seconds)
    minutes, rest = divmod(whole, 60)
    hours, minutes_left = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes_left} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
