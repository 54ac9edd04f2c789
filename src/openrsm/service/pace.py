"""How time passes for the threads of the service: as it does, unless a simulation makes it jump."""

from __future__ import annotations

import threading
from time import monotonic


class Pace:
    """The computer's time. Used by any thread."""

    def steady(self) -> float:
        """Seconds, by a clock that never jumps."""
        return monotonic()

    def until(self, moment: float) -> float | None:
        """How long a thread that has nothing else to do may sleep before ``moment``; None: until it is woken."""
        return max(0.0, moment - self.steady())

    def flag(self) -> threading.Event:
        """What threads of devices sleep on between two questions, and are woken by."""
        return threading.Event()

    def rested(self) -> None:
        """A controller has worked off everything that it was told."""
