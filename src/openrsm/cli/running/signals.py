"""What the signals that end a process mean to ``rsm run``: to its command first, and then to itself."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Final, NoReturn, Self

ENDING: Final = (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM)


class Interrupted(KeyboardInterrupt):
    """What the main thread does is not to go on.

    Attributes:
        number: The signal that says so.
    """

    def __init__(self, number: int) -> None:
        """By that signal."""
        super().__init__(number)
        self.number = number

    @property
    def status(self) -> int:
        """The exit status that tells of it."""
        return 128 + self.number


def interrupt(number: int) -> NoReturn:
    """End whatever the main thread does."""
    raise Interrupted(number)


def ignore(_number: int) -> None:
    """Let the main thread go on."""


Reaction = Callable[[int], None]
_Handlers = Mapping[int, object]


class Signals:
    """The signals that end a process, heard for as long as a block runs; only in the main thread.

    They interrupt it, unless something else was said. Those that were ignored before stay so.
    """

    def __init__(self) -> None:
        """Nothing is heard yet."""
        self._reaction: Reaction = interrupt
        self._before: _Handlers = {}

    def __enter__(self) -> Self:
        self._before = {number: signal.getsignal(number) for number in ENDING}
        for number, handler in self._before.items():
            if handler is not signal.SIG_IGN:
                signal.signal(number, self._hear)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # what getsignal gave

    @contextmanager
    def meaning(self, reaction: Reaction) -> Iterator[None]:
        """What they do while a block runs."""
        before, self._reaction = self._reaction, reaction
        try:
            yield
        finally:
            self._reaction = before

    def _hear(self, number: int, _frame: FrameType | None) -> None:
        self._reaction(number)


@contextmanager
def interrupted_by_the_end(has_ended: Callable[[], bool]) -> Iterator[None]:
    """A block that is interrupted once a child has ended."""

    def look(number: int, _frame: FrameType | None) -> None:
        if has_ended():
            interrupt(number)

    before = signal.signal(signal.SIGCHLD, look)
    try:
        look(signal.SIGCHLD, None)
        yield
    finally:
        signal.signal(signal.SIGCHLD, before)
