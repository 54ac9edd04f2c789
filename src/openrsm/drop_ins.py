"""The commands ``rsm-mtx`` and ``rsm-changer``: the parts put together, as few of them as what is asked needs.

Storage daemons run them before nearly every step, so nothing is imported that the frequent questions do without.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Final, NoReturn

from openrsm.changer import quick
from openrsm.settings import Settings, environment, settings

if TYPE_CHECKING:
    from openrsm.changer.desk import Desk
    from openrsm.changer.options import Options
    from openrsm.surface.manager import Manager

INSTALL: Final = "--install"
SIGNALLED: Final = 128
"""What is added to the number of a signal in the exit status of who ended by it."""


def mtx() -> NoReturn:
    """The command ``rsm-mtx``."""
    words, told = sys.argv[1:], settings()
    match words:
        case [word, folder] if word == INSTALL:
            sys.exit(_guarded(lambda: _install(Path(folder))))
        case _:
            if _written(lambda: quick.mtx(told, words, environment())):
                sys.exit(0)
            sys.exit(_guarded(lambda: _acting(told, lambda desk, options: _mtx(desk, options, words))))


def changer() -> NoReturn:
    """The command ``rsm-changer``."""
    words, told = sys.argv[1:], settings()
    if _written(lambda: quick.changer(told, words)):
        sys.exit(0)
    sys.exit(_guarded(lambda: _acting(told, lambda desk, _options: _changer(desk, words))))


def _mtx(desk: Desk, options: Options, words: list[str]) -> int:
    from openrsm.changer.mtx import run  # noqa: PLC0415 - what is asked all the time does without

    return run(desk, words, options.device)


def _changer(desk: Desk, words: list[str]) -> int:
    from openrsm.changer.bacula import run  # noqa: PLC0415 - likewise

    return run(desk, words)


def _acting(told: Settings, act: Callable[[Desk, Options], int]) -> int:
    from openrsm.changer.desk import Desk  # noqa: PLC0415 - likewise
    from openrsm.changer.options import options_from  # noqa: PLC0415 - likewise
    from openrsm.daemon import PRIVATE, open_state  # noqa: PLC0415 - likewise

    def manager(*, read_only: bool) -> Manager:
        return open_state(told.state, read_only=read_only, command=Path(sys.argv[0]).name).manager

    os.umask(PRIVATE)
    options = options_from(told, environment())
    with Desk(manager, options) as desk:
        return act(desk, options)


def _install(folder: Path) -> int:
    from openrsm.changer.install import install  # noqa: PLC0415 - nothing else needs it

    sys.stdout.write(f"{install(folder.absolute(), Path(sys.argv[0]).resolve().parent)}\n")
    return 0


def _guarded(work: Callable[[], int]) -> int:
    """The exit status of a command. Whoever is told to end cancels what it waits for, and says so by the signal."""
    from openrsm.errors import RsmError  # noqa: PLC0415 - likewise

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        return _written(work)
    except KeyboardInterrupt as ended:
        return SIGNALLED + (ended.args[0] if ended.args else signal.SIGINT)
    except RsmError as error:
        sys.stderr.write(f"ERROR: {error.headline()}\n")
        return 1


def _written(work: Callable[[], int]) -> int:
    """What is returned; this process ends if what it says cannot be written.

    A reader that leaves, such as ``head``, ends it quietly, with the status of who ended by SIGPIPE.
    """
    try:
        return work()
    except OSError as error:
        with suppress(OSError):  # what is still to be written would be tried again, and told, at the end
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            sys.exit(SIGNALLED + signal.SIGPIPE)
        sys.stderr.write(f"ERROR: {error.strerror or error}\n")
        sys.exit(1)


def _interrupt(number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt(number)
