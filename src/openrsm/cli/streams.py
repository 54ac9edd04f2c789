"""Where a command writes: results to stdout, all else to stderr; nothing that a terminal would obey."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from openrsm.domain.plain import shown_lines
from openrsm.errors import InvalidParameter


def put(text: str) -> None:
    """Print lines of a result."""
    with whoever_listens():
        sys.stdout.write(f"{shown_lines(text)}\n")


def tell(text: str) -> None:
    """Print a line that is no result: an error, or what a command waits for."""
    sys.stderr.write(f"{shown_lines(text)}\n")
    sys.stderr.flush()


def ring() -> None:
    """Ring the terminal, if somebody sits there: who reads a file or a pipe wants no bell in it."""
    if sys.stdout.isatty():
        sys.stdout.write("\a")
        sys.stdout.flush()


@contextmanager
def whoever_listens() -> Iterator[None]:
    """Write to stdout; a reader that has left (``rsm media list | head -1``) is no failure, and the work goes on."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        what = f"standard output cannot be written ({error.strerror})"
        raise InvalidParameter(what, "what was done stands; see: rsm status") from error
